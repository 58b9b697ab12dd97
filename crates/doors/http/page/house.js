// What is known of the house by now.

export const house = {
  // Oneself, once let in.
  me: null,
  // One has no name of one's own yet, and only reads.
  reads: true,
  // The room on the page: as it is in the address, and what the house says of it, if one may see it.
  wanted: null,
  room: null,
};

export const called = (wanted) => (/^[@!#&+]/.test(wanted) ? wanted : `#${wanted}`);
