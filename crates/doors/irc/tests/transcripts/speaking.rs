//! PRIVMSG and NOTICE.

use super::stage::play;

#[test]
fn to_rooms_and_people() {
    play(
        r"
hush
ann enters
bob enters
cid enters
ann > JOIN #a
bob > JOIN #a

ann > PRIVMSG #a :hello there
bob < :ann!ann@127.0.0.1 PRIVMSG #a :hello there
ann > NOTICE #A hi
bob < :ann!ann@127.0.0.1 NOTICE #a :hi
bob > PRIVMSG ANN :psst
ann < :bob!bob@127.0.0.1 PRIVMSG ann :psst
bob > NOTICE ann :a : b
ann < :bob!bob@127.0.0.1 NOTICE ann :a : b
ann > PRIVMSG #a,bob,cid :to all of you
bob < :ann!ann@127.0.0.1 PRIVMSG #a :to all of you
bob < :ann!ann@127.0.0.1 PRIVMSG bob :to all of you
cid < :ann!ann@127.0.0.1 PRIVMSG cid :to all of you
ann > PRIVMSG ann :note to self
ann < :ann!ann@127.0.0.1 PRIVMSG ann :note to self
",
    );
}

#[test]
fn ctcp_passes() {
    play(
        r"
ann enters
bob enters
ann > PRIVMSG bob :\1ACTION waves\1
bob < :ann!ann@127.0.0.1 PRIVMSG bob :\1ACTION waves\1
ann > PRIVMSG bob :\1VERSION\1
bob < :ann!ann@127.0.0.1 PRIVMSG bob :\1VERSION\1
bob > NOTICE ann :\1VERSION irssi\1
ann < :bob!bob@127.0.0.1 NOTICE ann :\1VERSION irssi\1
ann > PRIVMSG bob :\1PING 1 2
bob < :ann!ann@127.0.0.1 PRIVMSG bob :\1PING 1 2\1
",
    );
}

#[test]
fn what_cannot_be_said() {
    play(
        r"
hush
ann enters
bob enters
ann > JOIN #a

ann > PRIVMSG
ann < :parlor.local 411 ann :No recipient given (PRIVMSG)
ann > PRIVMSG :
ann < :parlor.local 411 ann :No recipient given (PRIVMSG)
ann > PRIVMSG #a
ann < :parlor.local 412 ann :No text to send
ann > PRIVMSG #a :
ann < :parlor.local 412 ann :No text to send
ann > PRIVMSG #nowhere :x
ann < :parlor.local 403 ann #nowhere :No such channel
ann > PRIVMSG nobody :x
ann < :parlor.local 401 ann nobody :No such nick
ann > PRIVMSG bob,nobody,#a,ann,bob,#b :x
ann < :parlor.local 407 ann bob :Too many targets
ann < :parlor.local 401 ann nobody :No such nick
ann < :ann!ann@127.0.0.1 PRIVMSG ann :x
bob < :ann!ann@127.0.0.1 PRIVMSG bob :x
bob > PRIVMSG #a :from outside
bob < :parlor.local 404 bob #a :Cannot send to channel (+n)
ann > NOTICE
ann > NOTICE #a
ann > NOTICE #nowhere :x
ann > NOTICE nobody :x
ann > NOTICE bob,bob,bob,bob,bob :x
bob < :ann!ann@127.0.0.1 NOTICE bob :x
bob < :ann!ann@127.0.0.1 NOTICE bob :x
bob < :ann!ann@127.0.0.1 NOTICE bob :x
bob < :ann!ann@127.0.0.1 NOTICE bob :x
bob > NOTICE #a :from outside
",
    );
}

#[test]
fn what_rooms_forbid() {
    play(
        r"
hush
ann enters
bob enters
ann > JOIN #a
bob > JOIN #a
ann > MODE #a +mC

bob > PRIVMSG #a :may I
bob < :parlor.local 404 bob #a :Cannot send to channel (+m)
ann > MODE #a +v-m bob
ann < :ann!ann@127.0.0.1 MODE #a +v-m bob
bob < :ann!ann@127.0.0.1 MODE #a +v-m bob
bob > PRIVMSG #a :\1VERSION\1
bob < :parlor.local 404 bob #a :Cannot send to channel (+C)
bob > PRIVMSG #a :\1ACTION may act\1
ann < :bob!bob@127.0.0.1 PRIVMSG #a :\1ACTION may act\1
ann > MODE #a -v+b bob m:bob
ann < :ann!ann@127.0.0.1 MODE #a -v+b bob m:bob!*@*
bob < :ann!ann@127.0.0.1 MODE #a -v+b bob m:bob!*@*

bob > PRIVMSG #a :muted
bob < :parlor.local 404 bob #a :Cannot send to channel (+b)
bob > NICK bobby
bob < :parlor.local 438 bob bobby :You cannot change your name while banned or muted
ann > MODE #a +M-b m:bob!*@*
ann < :ann!ann@127.0.0.1 MODE #a +M-b m:bob!*@*
bob < :ann!ann@127.0.0.1 MODE #a +M-b m:bob!*@*

bob > PRIVMSG #a :guest
bob < :parlor.local 404 bob #a :Cannot send to channel (+M)
ann > MODE #a +U-M
ann < :ann!ann@127.0.0.1 MODE #a +U-M
bob < :ann!ann@127.0.0.1 MODE #a +U-M

bob > PRIVMSG #a :for the operators only
ann < :bob!bob@127.0.0.1 PRIVMSG #a :for the operators only
",
    );
}

#[test]
fn to_the_operators_of_a_room() {
    play(
        r"
hush
ann enters
bob enters
cid enters
ann > JOIN #a
bob > JOIN #a
cid > JOIN #a
ann > MODE #a +v bob

ann > PRIVMSG @#a :operators
bob > PRIVMSG +#a :voiced
ann < :bob!bob@127.0.0.1 PRIVMSG +#a :voiced
bob > NOTICE @+#a :also voiced
ann < :bob!bob@127.0.0.1 NOTICE +#a :also voiced
cid > PRIVMSG @#a :help
ann < :cid!cid@127.0.0.1 PRIVMSG @#a :help
",
    );
}

#[test]
fn echo_and_two_to_oneself() {
    play(
        r"
hush
ann enters echo-message
bob enters
ann > JOIN #a
bob > JOIN #a

ann > PRIVMSG #a :hi
ann < :ann!ann@127.0.0.1 PRIVMSG #a :hi
bob < :ann!ann@127.0.0.1 PRIVMSG #a :hi
ann > NOTICE bob :psst
ann < :ann!ann@127.0.0.1 NOTICE bob :psst
bob < :ann!ann@127.0.0.1 NOTICE bob :psst
ann > PRIVMSG ann :note to self
ann < :ann!ann@127.0.0.1 PRIVMSG ann :note to self
ann < :ann!ann@127.0.0.1 PRIVMSG ann :note to self
ann > PRIVMSG nobody :x
ann < :parlor.local 401 ann nobody :No such nick
",
    );
}

#[test]
fn who_is_away_answers() {
    play(
        r"
ann enters
bob enters
bob > AWAY :at lunch
bob < :parlor.local 306 bob :You have been marked as being away
ann > PRIVMSG bob :hungry?
ann < :parlor.local 301 ann bob :at lunch
bob < :ann!ann@127.0.0.1 PRIVMSG bob :hungry?
ann > NOTICE bob :hungry?
bob < :ann!ann@127.0.0.1 NOTICE bob :hungry?
ann > PRIVMSG nobody :hungry?
ann < :parlor.local 401 ann nobody :No such nick
",
    );
}

#[test]
fn a_line_reaches_others_whole() {
    let heard =
        |who: &str, bytes: usize| format!("{who} < :ann!ann@127.0.0.1 PRIVMSG #a :{}\n", "b".repeat(bytes));
    // 510 bytes without the line end, less what stands before the words.
    let most = 510 - ":ann!ann@127.0.0.1 PRIVMSG #a :".len();
    play(&format!(
        "hush\nann enters\nbob enters\nann > JOIN #a\nbob > JOIN #a\n\nann > PRIVMSG #a :{}\n{}ann > PRIVMSG #a :{}\n\
         ann < :parlor.local 417 ann :Input line was too long: it would not reach others whole\n",
        "b".repeat(most),
        heard("bob", most),
        "b".repeat(most + 1),
    ));
}
