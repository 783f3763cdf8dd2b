// Folders over http as a web server would send them: gzip, index.html, 404.html.
import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createProbe } from "node:net";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".jpg": "image/jpeg",
  ".js": "text/javascript",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml",
};
const PACKED = /text|json|javascript|xml/;

/** Serves each folder at the host that carries its name: `http://de.localhost:port/`. */
export function serve(folders, port) {
  const server = createServer((request, response) => {
    const folder = folders[request.headers.host.split(".")[0]];
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    let file = join(folder ?? "/nowhere", normalize(path));
    if (isFolder(file)) file = join(file, "index.html");
    let status = 200;
    if (!isFile(file)) {
      status = 404;
      file = join(folder ?? "/nowhere", "404.html");
    }
    if (!isFile(file)) return response.writeHead(404).end();
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    const headers = { "content-type": type, "cache-control": "max-age=31536000" };
    const bytes = readFileSync(file);
    if (!PACKED.test(type)) return response.writeHead(status, headers).end(bytes);
    response.writeHead(status, { ...headers, "content-encoding": "gzip" }).end(gzipSync(bytes, { level: 9 }));
  });
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server)));
}

/** A port that nothing listens at. */
export function findPort() {
  return new Promise((done) => {
    const probe = createProbe().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isFolder(path) {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
