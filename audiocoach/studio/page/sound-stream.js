// Plays a sound while it comes: the music and the voice, each as loud as one likes, in step to the sample.

const HEAD = 44; // bytes before the samples
const RATE = 48000;
const FRAME = 6; // bytes: the music's left and right, and the voice
const PIECE = RATE / 4;
const AHEAD = 10; // seconds that are got before they are heard

/** `onEnd()`: all was heard; `onLost()`: no more comes. */
export function soundStream({ onEnd, onLost }) {
  const loud = { music: 1, voice: 1 };
  const gains = {};
  let context = null;
  let now = null; // what plays: { abort, sources, begun: when its first sample is heard, next: when the next one would be }

  /** Browsers let sound begin in the very press of a button: called there. */
  function wake() {
    if (!context) {
      context = new AudioContext({ sampleRate: RATE });
      for (const part of Object.keys(loud)) {
        gains[part] = context.createGain();
        gains[part].gain.value = loud[part];
        gains[part].connect(context.destination);
      }
    }
    context.resume().catch(() => {});
  }

  function setLoud(part, value) {
    loud[part] = value;
    gains[part]?.gain.setTargetAtTime(value, context.currentTime, 0.015);
  }

  /** Puts a piece behind what is there already: both parts from the same sample on. */
  function put(own, bytes) {
    const count = Math.floor(bytes.byteLength / FRAME);
    const samples = new DataView(bytes.buffer, bytes.byteOffset, count * FRAME);
    if (own.next < context.currentTime + 0.01) { // it has run dry, or has not begun
      const late = (Math.ceil(context.currentTime * RATE) + RATE / 20) / RATE - own.next;
      own.begun += late;
      own.next += late;
    }
    for (const [part, channels] of [["music", [0, 1]], ["voice", [2]]]) {
      const buffer = context.createBuffer(channels.length, count, RATE);
      channels.forEach((from, to) => {
        const data = buffer.getChannelData(to);
        for (let each = 0; each < count; each += 1) data[each] = samples.getInt16(each * FRAME + 2 * from, true) / 32768;
      });
      const source = new AudioBufferSourceNode(context, { buffer });
      source.connect(gains[part]);
      own.sources.add(source);
      source.onended = () => own.sources.delete(source);
      source.start(own.next);
    }
    own.next += count / RATE;
  }

  async function* pieces(reader) {
    let left = new Uint8Array(0);
    let skip = HEAD;
    while (true) {
      const { done, value } = await reader.read();
      const more = value ?? new Uint8Array(0);
      const fresh = more.subarray(Math.min(skip, more.length));
      skip -= more.length - fresh.length;
      const all = new Uint8Array(left.length + fresh.length);
      all.set(left);
      all.set(fresh, left.length);
      let at = 0;
      for (; all.length - at >= PIECE * FRAME; at += PIECE * FRAME) yield all.slice(at, at + PIECE * FRAME);
      left = all.slice(at);
      if (done) break;
    }
    if (left.length >= FRAME) yield left;
  }

  const rest = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

  async function go(own, url, begins) {
    try {
      const response = await fetch(url, { signal: own.abort.signal });
      if (!response.ok) throw new Error(String(response.status));
      for await (const piece of pieces(response.body.getReader())) {
        if (now !== own) return;
        put(own, piece);
        begins();
        while (now === own && own.next - context.currentTime > AHEAD) await rest(0.5);
      }
      begins();
      while (now === own && own.next > context.currentTime) await rest(Math.min(0.5, own.next - context.currentTime));
      if (now === own) onEnd();
    } catch (error) {
      begins();
      if (now === own) onLost(error);
    }
  }

  /** Begins to play what is at an address; done when the first of it is about to be heard. */
  function begin(url) {
    stop();
    wake();
    const own = { abort: new AbortController(), sources: new Set(), begun: 0, next: 0 };
    now = own;
    return new Promise((begins) => go(own, url, begins));
  }

  function stop() {
    if (!now) return;
    now.abort.abort();
    for (const source of now.sources) source.stop();
    now = null;
    context.suspend().catch(() => {});
  }

  /** Says how many ms of it have been heard. */
  const heard = () => (now ? Math.max(0, context.currentTime - (context.outputLatency || 0) - now.begun) * 1000 : 0);

  return { wake, begin, stop, heard, setLoud };
}
