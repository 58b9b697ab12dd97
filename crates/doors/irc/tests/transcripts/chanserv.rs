//! ChanServ, and channels that are somebody's.

use super::stage::{play, play_with};
use parlor_server::Rules;

#[test]
fn a_channel_that_is_somebody_s() {
    play(
        r"
hush
ann enters
ann > NS REGISTER sesame-sesame
bob enters
cid enters
cid > NS REGISTER sesame-sesame
ann > JOIN #a
bob > JOIN #a
ann > TOPIC #a :mine
ann > MODE #a +b eve!*@*

bob > CS REGISTER #a
bob < :ChanServ!ChanServ@parlor.local NOTICE bob :You are not logged in to an account
cid > CS REGISTER #a
cid < :ChanServ!ChanServ@parlor.local NOTICE cid :You must be an operator of an unregistered channel to register it
cid > CS REGISTER #nowhere
cid < :ChanServ!ChanServ@parlor.local NOTICE cid :You must be an operator of an unregistered channel to register it
ann > PRIVMSG ChanServ :Register #a
ann < :ann!ann@127.0.0.1 MODE #a +q ann
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :Channel #a successfully registered
bob < :ann!ann@127.0.0.1 MODE #a +q ann
ann > CS REGISTER #a
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :The channel #a is registered to you already
ann > CS INFO #a
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :Channel #a is registered
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :Founder: ann
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :Created at: Sun, 09 Sep 2001 12:00:00 UTC
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :Members: 2
cid > CS LIST
cid < :ChanServ!ChanServ@parlor.local NOTICE cid :    #a
cid < :ChanServ!ChanServ@parlor.local NOTICE cid :    #lobby
cid < :ChanServ!ChanServ@parlor.local NOTICE cid :2 registered channels
cid > CS LIST #b*
cid < :ChanServ!ChanServ@parlor.local NOTICE cid :0 registered channels
bob > CS OP #a
bob < :ChanServ!ChanServ@parlor.local NOTICE bob :You do not rank high enough on that channel
ann > CS OP #a bob
ann < :ann!ann@127.0.0.1 MODE #a +o bob
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :Operators made
bob < :ann!ann@127.0.0.1 MODE #a +o bob
ann > CS DEOP #a bob
ann < :ann!ann@127.0.0.1 MODE #a -o bob
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :Operators are operators no more
bob < :ann!ann@127.0.0.1 MODE #a -o bob
ann > MODE #a -q ann
ann < :ann!ann@127.0.0.1 MODE #a -q ann
bob < :ann!ann@127.0.0.1 MODE #a -q ann
ann > CS DEOP #a
ann < :ann!ann@127.0.0.1 MODE #a -o ann
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :Operators are operators no more
bob < :ann!ann@127.0.0.1 MODE #a -o ann
ann > CS OP #a
ann < :ann!ann@127.0.0.1 MODE #a +o ann
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :Operators made
bob < :ann!ann@127.0.0.1 MODE #a +o ann
ann > CS GET #a
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :SECRET off, INVITE-ONLY off, MODERATED off, MEMBERS-SPEAK on, TOPIC-LOCK on, NO-CTCP off
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :ROLEPLAY off, ACCOUNTS-SPEAK off, ACCOUNTS-JOIN off, OPERATOR-MODERATED off, AUDITORIUM off
ann > CS SET #a secret on
ann < :ann!ann@127.0.0.1 MODE #a +s
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :SECRET of #a is on now
bob < :ann!ann@127.0.0.1 MODE #a +s
ann > CS GET #a SECRET
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :SECRET: on
ann > CS SET #a secret perhaps
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :That can be on or off
cid > CS INFO #a
cid < :ChanServ!ChanServ@parlor.local NOTICE cid :There is no such channel
cid > CS LIST
cid < :ChanServ!ChanServ@parlor.local NOTICE cid :    #lobby
cid < :ChanServ!ChanServ@parlor.local NOTICE cid :1 registered channels
ann > CS CLEAR #a users
ann < :ann!ann@127.0.0.1 KICK #a bob :Cleared by ChanServ
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :1 people were removed from #a
bob < :ann!ann@127.0.0.1 KICK #a bob :Cleared by ChanServ
bob > CS CLEAR #a users
bob < :ChanServ!ChanServ@parlor.local NOTICE bob :There is no such channel
ann > CS TRANSFER #a cid
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :To confirm, say: TRANSFER #a cid eef239fb
ann > CS TRANSFER #a cid eef239fb
ann < :ann!ann@127.0.0.1 MODE #a +q cid
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :Channel #a is cid's now
ann > CS UNREGISTER #a
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :To confirm, say: UNREGISTER #a 2e98de15
cid > CS UNREGISTER #a
cid < :ChanServ!ChanServ@parlor.local NOTICE cid :There is no such channel
cid > JOIN #a
ann < :cid!cid@127.0.0.1 JOIN #a
ann < :parlor.local MODE #a +q cid
cid < :cid!cid@127.0.0.1 JOIN #a
cid < :parlor.local 332 cid #a :mine
cid < :parlor.local 333 cid #a ann!ann@127.0.0.1 1000036800
cid < :parlor.local 353 cid @ #a :@ann ~cid
cid < :parlor.local 366 cid #a :End of /NAMES list
cid > CS UNREGISTER #a
cid < :ChanServ!ChanServ@parlor.local NOTICE cid :To confirm, say: UNREGISTER #a 2e98de15
cid > CS UNREGISTER #a 2e98de15
cid < :ChanServ!ChanServ@parlor.local NOTICE cid :Channel #a is nobody's now
cid > CS INFO #a
cid < :ChanServ!ChanServ@parlor.local NOTICE cid :Channel #a is not registered
cid < :ChanServ!ChanServ@parlor.local NOTICE cid :Created at: Sun, 09 Sep 2001 12:00:00 UTC
cid < :ChanServ!ChanServ@parlor.local NOTICE cid :Members: 2
",
    );
}

#[test]
fn a_registered_channel_outlives_a_restart() {
    play(
        r"
hush
ann enters
ann > NS REGISTER sesame-sesame
ann > JOIN #a
ann > TOPIC #a :this channel belongs to me
ann > MODE #a +b eve!*@*
ann > CS REGISTER #a
ann > PART #a
restart

bob enters
bob > JOIN #a
bob < :bob!bob@127.0.0.1 JOIN #a
bob < :parlor.local 332 bob #a :this channel belongs to me
bob < :parlor.local 333 bob #a ann!ann@127.0.0.1 1000036800
bob < :parlor.local 353 bob = #a :bob
bob < :parlor.local 366 bob #a :End of /NAMES list
hush
ann connects
ann > CAP REQ sasl
ann > NICK ann
ann > USER ann 0 * :Ann
ann > AUTHENTICATE PLAIN
ann > AUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l
ann > CAP END

ann > JOIN #a
bob < :ann!ann@127.0.0.1 JOIN #a
bob < :parlor.local MODE #a +q ann
ann < :ann!ann@127.0.0.1 JOIN #a
ann < :parlor.local 332 ann #a :this channel belongs to me
ann < :parlor.local 333 ann #a ann!ann@127.0.0.1 1000036800
ann < :parlor.local 353 ann = #a :~ann bob
ann < :parlor.local 366 ann #a :End of /NAMES list
eve enters
eve > JOIN #a
eve < :parlor.local 474 eve #a :Cannot join channel (+b)
",
    );
}

#[test]
fn roles_for_good() {
    play(
        r"
hush
ann enters
ann > NS REGISTER sesame-sesame
bob enters
bob > NS REGISTER sesame-sesame
gus enters
ann > JOIN #a

ann > CS AMODE #a +o bob
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :That cannot be done there
hush
ann > CS REGISTER #a

ann > CS AMODE #a
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :#a has 0 persistent modes
ann > CS AMODE #a +o gus
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :That takes an account: log in first
ann > CS AMODE #a +o nobody
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :There is nobody called nobody, and no such account
ann > CS AMODE #a +x bob
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :Syntax: AMODE #channel +o|-o account, with v, h, o, a or q
ann > CS AMODE #a +o bob
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :Persistent modes changed
ann > CS AMODE #a
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :#a has 1 persistent modes
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :Account bob receives mode +o
bob > CS AMODE #a
bob < :ChanServ!ChanServ@parlor.local NOTICE bob :You are not on that channel, or nobody has a persistent mode there
bob > JOIN #a
ann < :bob!bob@127.0.0.1 JOIN #a
ann < :parlor.local MODE #a +o bob
bob < :bob!bob@127.0.0.1 JOIN #a
bob < :parlor.local 353 bob = #a :~ann @bob
bob < :parlor.local 366 bob #a :End of /NAMES list
bob > CS DEOP #a
ann < :bob!bob@127.0.0.1 MODE #a -o bob
bob < :bob!bob@127.0.0.1 MODE #a -o bob
bob < :ChanServ!ChanServ@parlor.local NOTICE bob :Operators are operators no more
bob > CS OP #a
ann < :bob!bob@127.0.0.1 MODE #a +o bob
bob < :bob!bob@127.0.0.1 MODE #a +o bob
bob < :ChanServ!ChanServ@parlor.local NOTICE bob :Operators made
bob > CS AMODE #a +a bob
bob < :ChanServ!ChanServ@parlor.local NOTICE bob :You do not rank high enough on that channel
ann > CS AMODE #a +v bob
ann < :ann!ann@127.0.0.1 MODE #a +v-o bob bob
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :Persistent modes changed
bob < :ann!ann@127.0.0.1 MODE #a +v-o bob bob
ann > CS AMODE #a -v bob
ann < :ann!ann@127.0.0.1 MODE #a -v bob
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :Persistent modes changed
bob < :ann!ann@127.0.0.1 MODE #a -v bob
ann > CS AMODE #a +o bob
ann < :ann!ann@127.0.0.1 MODE #a +o bob
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :Persistent modes changed
bob < :ann!ann@127.0.0.1 MODE #a +o bob
ann > CS CLEAR #a access
ann < :ann!ann@127.0.0.1 MODE #a -o bob
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :Persistent modes of #a cleared
bob < :ann!ann@127.0.0.1 MODE #a -o bob
ann > CS AMODE #a
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :#a has 0 persistent modes
",
    );
}

#[test]
fn a_channel_that_nobody_may_have() {
    play(
        r"
hush
oda enters
oda > NS REGISTER sesame-sesame
appoint oda
ann enters
ann > JOIN #spam

ann > CS PURGE ADD #spam
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :Insufficient privileges
ann > CS PURGE LIST
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :Insufficient privileges
oda > CS PURGE ADD #spam go away
oda < :ChanServ!ChanServ@parlor.local NOTICE oda :Channel purged
ann < :parlor!parlor@parlor KICK #spam ann :This room was closed: go away
ann > JOIN #spam
ann < :parlor.local 403 ann #spam :No channel may have that name (go away)
oda > CS PURGE LIST
oda < :ChanServ!ChanServ@parlor.local NOTICE oda :1 channels are purged
oda < :ChanServ!ChanServ@parlor.local NOTICE oda :#spam, by oda: go away
oda > CS PURGE DEL #spam
oda < :ChanServ!ChanServ@parlor.local NOTICE oda :Channel unpurged
oda > CS PURGE DEL #spam
oda < :ChanServ!ChanServ@parlor.local NOTICE oda :Nothing to change
oda > CS PURGE
oda < :ChanServ!ChanServ@parlor.local NOTICE oda :Syntax: PURGE ADD #channel [reason] | DEL #channel | LIST
ann > JOIN #spam
ann < :ann!ann@127.0.0.1 JOIN #spam
ann < :parlor.local 353 ann = #spam :@ann
ann < :parlor.local 366 ann #spam :End of /NAMES list
",
    );
}

#[test]
fn an_account_founds_only_so_many() {
    let mut rules = Rules::default();
    rules.house.limits.founded_rooms_max = 1;
    play_with(
        rules,
        r"
hush
ann enters
ann > REGISTER ann * correct-horse
ann > JOIN #a,#b

ann > CS REGISTER #a
ann < :ann!ann@127.0.0.1 MODE #a +q ann
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :Channel #a successfully registered
ann > CS REGISTER #b
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :An account may be the founder of at most 1 channels
ann > CS REGISTER #a
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :The channel #a is registered to you already
hush
ann > CS UNREGISTER #a

ann > CS INFO #b
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :Channel #b is not registered
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :Created at: Sun, 09 Sep 2001 12:00:00 UTC
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :Members: 1
",
    );
}
