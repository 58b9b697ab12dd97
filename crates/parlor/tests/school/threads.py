"""The chat client of a course on threads: picks a nickname, then one send() for each message, without line ends.

Usage: threads.py HOST PORT. "exit" ends it.
"""
import socket
import sys
import threading


def receive(client):
    while True:
        try:
            message = client.recv(1024).decode()
            if not message:
                break
            print(message, end="", flush=True)
        except OSError:
            break
    print("connection closed", flush=True)


client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect((sys.argv[1], int(sys.argv[2])))

nickname = input("Pick a nickname: ")
client.send(nickname.encode())

receiving = threading.Thread(target=receive, args=(client,))
receiving.start()

while True:
    message = input()
    client.send(message.encode())
    if message == "exit":
        break

receiving.join()
client.close()
