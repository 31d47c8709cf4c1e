// A voice of one's own: the sentences of a script one after the other, each recorded, listened to and kept.
import { ask } from "./api.js";
import { button, el, fill } from "./dom.js";
import { commandLine } from "./jobs.js";
import { tellError } from "./told.js";
import { w } from "./words.js";

const RATE = 48000;
const LONGEST_MS = 110000;

/** Writes samples (mono, at `RATE`) as a WAV, in base64. */
function wav(samples) {
  const data = new DataView(new ArrayBuffer(44 + 2 * samples.length));
  const text = (at, letters) => [...letters].forEach((letter, number) => data.setUint8(at + number, letter.charCodeAt(0)));
  text(0, "RIFF");
  data.setUint32(4, 36 + 2 * samples.length, true);
  text(8, "WAVEfmt ");
  [[16, 16, 32], [20, 1, 16], [22, 1, 16], [24, RATE, 32], [28, 2 * RATE, 32], [32, 2, 16], [34, 16, 16]]
    .forEach(([at, value, bits]) => (bits === 32 ? data.setUint32(at, value, true) : data.setUint16(at, value, true)));
  text(36, "data");
  data.setUint32(40, 2 * samples.length, true);
  samples.forEach((each, number) => data.setInt16(44 + 2 * number, Math.round(32767 * Math.max(-1, Math.min(1, each))), true));
  let binary = "";
  const bytes = new Uint8Array(data.buffer);
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}

async function mono(blob) {
  const context = new OfflineAudioContext(1, 1, RATE);
  const sound = await context.decodeAudioData(await blob.arrayBuffer());
  const left = sound.getChannelData(0);
  if (sound.numberOfChannels === 1) return left;
  const right = sound.getChannelData(1);
  return left.map((each, number) => (each + right[number]) / 2);
}

/** `given`: path(), save() -> Promise<boolean>. */
export function recorder(host, given) {
  let list = null;
  let at = 0;
  let stream = null;
  let running = null;
  let heard = null;

  /** Lets go of the microphone. */
  function close() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
  }

  function end() {
    running?.stop();
    close();
    if (heard) URL.revokeObjectURL(heard);
    running = heard = list = null;
    fill(host);
  }

  async function begin() {
    if (list) return end();
    if (!(await given.save())) return;
    try {
      list = await ask("takes", { path: given.path() });
      at = Math.max(0, list.sentences.findIndex((each) => !each.there));
      draw();
    } catch (error) {
      tellError(error);
    }
  }

  function draw(state = "ready", why = "") {
    const sentence = list.sentences[at];
    const done = list.sentences.filter((each) => each.there).length;
    if (!sentence) return fill(host, el("p", {}, w("nothing-said")), button(w("dismiss"), end));
    const press = button(state === "recording" ? `■ ${w("record-stop")}` : `● ${w(sentence.there ? "record-again" : "record")}`, () => (running ? running.stop() : record()),
      { class: "strong", disabled: state === "looking", "aria-pressed": String(state === "recording") });
    fill(host, el("section", { class: "recorder", "aria-label": w("own-voice") },
      el("h2", {}, w("own-voice")),
      el("p", { class: "quiet" }, w("recorded-of", done, list.sentences.length)),
      el("progress", { max: list.sentences.length, value: done, "aria-label": w("recorded-of", done, list.sentences.length) }),
      el("blockquote", { class: "to-say" }, sentence.text),
      el("p", { class: why ? "wrong" : "hint", role: "status" }, why || w(state === "looking" ? "take-looked-at" : "say-this")),
      el("p", { class: "ways" }, press, " ",
        button("‹", () => go(-1), { "aria-label": w("sentence-before"), disabled: at === 0 || state !== "ready" }), " ",
        button("›", () => go(1), { "aria-label": w("sentence-after"), disabled: at + 1 === list.sentences.length || state !== "ready" }), " ",
        button(w("dismiss"), end)),
      heard ? el("audio", { controls: true, src: heard, "aria-label": w("last-take") }) : null,
      done === list.sentences.length ? el("p", {}, w("all-recorded"), " ", el("code", {}, list.voice)) : null,
      commandLine(list.command)));
    press.focus();
  }

  function go(by) {
    at = Math.max(0, Math.min(list.sentences.length - 1, at + by));
    draw();
  }

  async function record() {
    try {
      stream ??= await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
    } catch {
      return draw("ready", w("no-microphone"));
    }
    if (!list) return close(); // somebody has left while the browser was asking
    const parts = [];
    const limit = setTimeout(() => running?.stop(), LONGEST_MS);
    running = new MediaRecorder(stream);
    running.addEventListener("dataavailable", (event) => parts.push(event.data));
    running.addEventListener("stop", () => {
      clearTimeout(limit);
      running = null;
      if (list) keep(new Blob(parts, { type: parts[0]?.type }));
    });
    running.start();
    draw("recording");
  }

  async function keep(blob) {
    if (heard) URL.revokeObjectURL(heard);
    heard = URL.createObjectURL(blob);
    draw("looking");
    const sentence = list.sentences[at];
    try {
      await ask("take", { path: given.path(), folder: list.folder, text: sentence.text, wav: wav(await mono(blob)), again: sentence.there });
    } catch (error) {
      return list && draw("ready", [error.message, error.hint].filter(Boolean).join(" – "));
    }
    if (!list) return;
    sentence.there = true;
    const next = list.sentences.findIndex((each, number) => number > at && !each.there);
    if (next >= 0) at = next;
    if (list.sentences.every((each) => each.there)) close();
    draw();
  }

  return { begin, end };
}
