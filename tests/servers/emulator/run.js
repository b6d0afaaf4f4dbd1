// node run.js SEED: a Google emulator on a free port of this machine alone.
//
// It prints "port N". A line on standard input makes it forget everything but the seed, and it prints
// "anew". When standard input ends, it ends.
import { once } from "node:events";
import net from "node:net";
import readline from "node:readline";

// The emulator listens at every address and has no option against it.
let server;
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port) {
  server = this;
  return listen.call(this, port, "127.0.0.1");
};

const { createEmulator } = await import("emulate");
const seed = JSON.parse(process.argv[2]);
const emulator = await createEmulator({ service: "google", port: 0, seed });
if (!server.listening) await once(server, "listening");
// It knows in:, label: and -label:, to which it answers alike, but takes -in: for a word to be found.
server.prependListener("request", (asked) => {
  asked.url = asked.url.replace(/([+&=]|%20)-in(:|%3A)/gi, "$1-label$2");
});
console.log(`port ${server.address().port}`);

for await (const _ of readline.createInterface({ input: process.stdin })) {
  emulator.reset();
  console.log("anew");
}
process.exit(0);
