"""The chat client that has no way to leave but Ctrl-C: the process just ends, and so does its connection.

Usage: interrupted.py HOST PORT NICKNAME
"""
import os
import signal
import socket
import struct
import sys
import threading

sock = socket.socket()
sock.connect((sys.argv[1], int(sys.argv[2])))
# What is lost when a program dies with words still on the way: the other side sees a reset.
sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def leave(number, frame):
    sock.close()
    os._exit(1)


signal.signal(signal.SIGINT, leave)


def listen():
    while True:
        data = sock.recv(4096)
        if not data:
            os._exit(0)
        sys.stdout.write(data.decode("utf-8", "replace"))
        sys.stdout.flush()


sock.send((sys.argv[3] + "\r\n").encode())
threading.Thread(target=listen, daemon=True).start()
while True:
    typed = sys.stdin.readline()
    if not typed:
        signal.pause()
    sock.send(typed.replace("\n", "\r\n").encode())
