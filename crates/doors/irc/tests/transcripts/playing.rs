//! NPC, NPCA, SCENE.

use super::stage::play;

#[test]
fn characters_speak_where_there_are_plays() {
    play(
        r"
hush
ann enters labeled-response batch
bob enters message-tags
cid enters
ann > JOIN #a
bob > JOIN #a

ann > NPC #a bilbo too much bread
ann < :parlor.local 573 ann #a :There is no roleplay on that channel (+E)
ann > MODE #a +E
ann < :ann!ann@127.0.0.1 MODE #a +E
bob < @msgid=2-4 :ann!ann@127.0.0.1 MODE #a +E
ann > NPC #a bilbo too much bread
ann < :*bilbo*!ann@npc.fakeuser.invalid PRIVMSG #a :too much bread (ann)
bob < @msgid=2-5 :*bilbo*!ann@npc.fakeuser.invalid PRIVMSG #a :too much bread (ann)
ann > NPCA #a bilbo :eats it
ann < :*bilbo*!ann@npc.fakeuser.invalid PRIVMSG #a :\1ACTION eats it (ann)\1
bob < @msgid=2-6 :*bilbo*!ann@npc.fakeuser.invalid PRIVMSG #a :\1ACTION eats it (ann)\1
ann > @label=x SCENE #a dark and stormy night
ann < @label=x :=Scene=!ann@npc.fakeuser.invalid PRIVMSG #a :dark and stormy night (ann)
bob < @msgid=2-7 :=Scene=!ann@npc.fakeuser.invalid PRIVMSG #a :dark and stormy night (ann)
bob > NPC #a 2bad words
bob < :parlor.local 573 bob #a :A character is called like a person could be
bob > NPC bob bilbo words
bob < :parlor.local 573 bob bob :Plays are for channels
bob > NPC #a bilbo :
bob < :parlor.local 412 bob :No text to send
bob > NPC #a bilbo
bob < :parlor.local 461 bob NPC :Not enough parameters
bob > SCENE #nowhere words
bob < :parlor.local 403 bob #nowhere :No such channel
cid > NPC #a bilbo words
cid < :parlor.local 404 cid #a :Cannot send to channel (+n)
ann > MODE #a +m
ann < :ann!ann@127.0.0.1 MODE #a +m
bob < @msgid=2-8 :ann!ann@127.0.0.1 MODE #a +m
bob > NPC #a bilbo words
bob < :parlor.local 404 bob #a :Cannot send to channel (+m)
bob > CAP REQ draft/chathistory
bob < :parlor.local CAP bob ACK :draft/chathistory
bob > CHATHISTORY LATEST #a * 10
bob < @msgid=2-5 :*bilbo*!ann@npc.fakeuser.invalid PRIVMSG #a :too much bread (ann)
bob < @msgid=2-6 :*bilbo*!ann@npc.fakeuser.invalid PRIVMSG #a :\1ACTION eats it (ann)\1
bob < @msgid=2-7 :=Scene=!ann@npc.fakeuser.invalid PRIVMSG #a :dark and stormy night (ann)
",
    );
}
