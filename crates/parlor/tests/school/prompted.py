"""The chat client of a lab exercise: waits until the server asks for a name, asks again for as long as it is refused,
then sends lines. It never sends before the server has spoken.

Usage: prompted.py HOST PORT. ":quit" ends it.
"""
import socket
import sys
import threading

SERVER = (sys.argv[1], int(sys.argv[2]))

with socket.create_connection(SERVER) as sock:
    stream = sock.makefile("rw", encoding="utf-8", newline="\n")
    answer = stream.readline()
    while "nickname" in answer:
        print(answer.strip(), flush=True)
        stream.write(input("Username: ") + "\n")
        stream.flush()
        answer = stream.readline()
    print(answer.strip(), flush=True)

    def show():
        for line in stream:
            print(line.rstrip("\n"), flush=True)
        print("server closed the connection", flush=True)

    shower = threading.Thread(target=show)
    shower.start()
    for typed in sys.stdin:
        sock.sendall(typed.encode("utf-8"))
        if typed.strip() == ":quit":
            break
    shower.join()
