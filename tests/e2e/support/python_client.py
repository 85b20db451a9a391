"""What python-socketio does on socketio-harness. Says `ok SENTENCE` for each thing that went well; ends with 1 otherwise.

python_client.py URL TRANSPORT...
"""

import sys
import threading

import socketio

ANSWER_SECONDS = 20
REFUSAL_SECONDS = 2  # this client waits for the whole of it, even when it was refused at once
AT_ONCE = 100  # over polling it gives up on an answer with more than 16 packets


class Heard:
    """The arguments of events, each waited for."""

    def __init__(self, client, namespace="/"):
        self.arrived = threading.Condition()
        self.events = []
        client.on("auth", lambda *arguments: self.take("auth", arguments), namespace=namespace)
        client.on("message-back", lambda *arguments: self.take("message-back", arguments), namespace=namespace)

    def take(self, name, arguments):
        with self.arrived:
            self.events.append((name, arguments))
            self.arrived.notify_all()

    def next(self):
        with self.arrived:
            if not self.arrived.wait_for(lambda: self.events, ANSWER_SECONDS):
                raise TimeoutError("no event in time")
            return self.events.pop(0)


def ordered_client():
    """This client hands every packet to a thread of its own, and so mixes up what came in one answer: here it does not."""
    client = socketio.Client(reconnection=False)
    trigger = client.eio._trigger_event
    client.eio._trigger_event = lambda event, *arguments, **_: trigger(event, *arguments, run_async=False)
    return client


def expect(found, wanted, sentence):
    if found != wanted:
        raise AssertionError(f"{sentence}: {found!r} instead of {wanted!r}")
    print("ok", sentence, flush=True)


VALUES = [
    ("text", ("text",)),
    ("letters of every kind", ("😀 пойду \x1e \"'\\",)),
    ("numbers", (0, -1, 2.5, 9007199254740991)),
    ("nested values", ({"deep": [1, {"deeper": None}], "yes": True},)),
    ("binary", (b"\x00\x1e\xff",)),
    ("binary in the middle", ("before", {"deep": [b"one", b""]}, b"two")),
    ("much", ("x" * 200_000, b"y" * 200_000)),
]


def talk(client, heard, namespace):
    for name, values in VALUES:
        client.emit("message", values, namespace=namespace)
        expect(heard.next(), ("message-back", values), f"an event with {name}")
        answer = client.call("message-with-ack", values, namespace=namespace, timeout=ANSWER_SECONDS)
        expect(answer, values if len(values) > 1 else values[0], f"an acknowledgement with {name}")


def refused(url, transports):
    client = ordered_client()
    try:
        client.connect(url, namespaces=["/nowhere"], transports=transports, wait_timeout=REFUSAL_SECONDS)
    except socketio.exceptions.ConnectionError:
        print("ok a namespace that nobody has is refused", flush=True)
    else:
        raise AssertionError("a namespace that nobody has let it in")
    finally:
        client.disconnect()


def main(url, *transports):
    transports = list(transports)
    client = ordered_client()
    main_heard, custom_heard = Heard(client), Heard(client, "/custom")
    client.connect(url, auth={"token": "ü"}, namespaces=["/", "/custom"], transports=transports, wait_timeout=ANSWER_SECONDS)
    expect(main_heard.next(), ("auth", ({"token": "ü"},)), "it connects and is told its auth")
    expect(custom_heard.next()[0], "auth", "it enters a second namespace")
    expect(client.transport(), transports[-1], "the transport is the one that was asked for")
    talk(client, main_heard, "/")
    talk(client, custom_heard, "/custom")
    back = []
    for first in range(0, 300, AT_ONCE):
        for number in range(first, first + AT_ONCE):
            client.emit("message", number)
        back += [main_heard.next()[1][0] for _ in range(AT_ONCE)]
    expect(back, list(range(300)), "300 events, each once and in order")
    client.sleep(1.5)
    expect(client.call("message-with-ack", "there", timeout=ANSWER_SECONDS), "there", "it lives through five heartbeats")
    client.disconnect()
    expect(client.connected, False, "it disconnects")
    refused(url, transports)


if __name__ == "__main__":
    main(*sys.argv[1:])
