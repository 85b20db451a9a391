import type { Listener, Socket } from './connection';

// The browser's socket to the server that served this page. The token is never in the URL: those
// end up in logs and in the history of browsers.
export function openBrowserSocket(path: string, listener: Listener): Socket {
  const url = new URL(path, window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url);
  socket.onopen = () => listener.opened();
  socket.onmessage = (event) => {
    if (typeof event.data === 'string') listener.received(event.data);
  };
  socket.onclose = (event) => listener.closed(event.code, event.reason);
  return {
    send: (text) => socket.send(text),
    close() {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close(1000);
    },
  };
}

interface Reachable {
  setNetwork(online: boolean): void;
  tryNow(): void;
}

// A line that came back and a page that is looked at again are worth an attempt at once.
export function watchBrowser(connection: Reachable): () => void {
  const online = () => connection.setNetwork(true);
  const offline = () => connection.setNetwork(false);
  const shown = () => {
    if (document.visibilityState === 'visible') connection.tryNow();
  };
  window.addEventListener('online', online);
  window.addEventListener('offline', offline);
  document.addEventListener('visibilitychange', shown);
  if (!navigator.onLine) offline();
  return () => {
    window.removeEventListener('online', online);
    window.removeEventListener('offline', offline);
    document.removeEventListener('visibilitychange', shown);
  };
}
