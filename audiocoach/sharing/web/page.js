"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const audio = document.getElementById("audio");
  const dock = document.getElementById("dock");
  const cards = [];
  let current = null;   // the card whose sound is loaded
  let wanted = null;    // seconds to go to once the sound is known
  let saved = 0;
  const inView = new Set();
  const seen = "IntersectionObserver" in window && new IntersectionObserver((changes) => {
    for (const change of changes) inView[change.isIntersecting ? "add" : "delete"](change.target);
    docked();
  }, { rootMargin: "0px 0px -40px 0px" });

  /* ---- small tools: text only ever becomes a text node ---- */

  function make(tag, props, ...children) {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(props || {})) {
      if (key in node && key !== "list") node[key] = value;
      else node.setAttribute(key, value);
    }
    node.append(...children.filter((child) => child !== null && child !== ""));
    return node;
  }

  function drawn(tag, props, ...children) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(props)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  }

  const SIGNS = {
    play: "M8 5.6v12.8c0 .8.9 1.3 1.6.8l9.6-6.4a1 1 0 0 0 0-1.6L9.6 4.8C8.9 4.3 8 4.8 8 5.6z",
    pause: "M7 5h3.2v14H7zM13.8 5H17v14h-3.2z",
    back: "M6 5h2.6v14H6zM19 6v12c0 .8-.9 1.2-1.5.7l-7.7-6a.9.9 0 0 1 0-1.4l7.7-6c.6-.5 1.5-.1 1.5.7z",
    on: "M15.4 5H18v14h-2.6zM5 6v12c0 .8.9 1.2 1.5.7l7.7-6a.9.9 0 0 0 0-1.4l-7.7-6C5.9 4.8 5 5.2 5 6z",
    arrow: "M6.7 9.3 12 14.6l5.3-5.3 1.4 1.4L12 17.4l-6.7-6.7z",
    load: "M11 4h2v8.2l3.3-3.3 1.4 1.4L12 16l-5.7-5.7 1.4-1.4 3.3 3.3zM5 18h14v2H5z",
    wave: "M5 17.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3zM4 11a9 9 0 0 1 9 9h-2a7 7 0 0 0-7-7zm0-6a15 15 0 0 1 15 15h-2A13 13 0 0 0 4 7z",
    day: "M7 3h2v2h6V3h2v2h3v16H4V5h3zm-1 7v9h12v-9z",
    list: "M4 6h12v2H4zm0 5h12v2H4zm0 5h8v2H4zm14-3 4 3-4 3z",
  };

  function sign(name, size) {
    const path = drawn("path", { d: SIGNS[name] });
    return drawn("svg", { viewBox: "0 0 24 24", width: size || 24, height: size || 24, "aria-hidden": "true" }, path);
  }

  /** The page's own words, in its language. */
  function say(key, values) {
    return data.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  function clock(ms) {
    const all = Math.round(ms / 1000), h = Math.floor(all / 3600), m = Math.floor(all / 60) % 60, s = all % 60;
    const two = (n) => String(n).padStart(2, "0");
    return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
  }

  const mega = (bytes) => (bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1000)} kB`);

  function day(text) {
    const [y, m, d] = text.split("-").map(Number);
    return new Date(y, m - 1, d).toLocaleDateString(data.language === "en" ? undefined : data.language, { weekday: "short", day: "numeric", month: "short" }).replace(/ /g, "\u00a0");
  }

  /* ---- what this browser remembers; without it the page works all the same ---- */

  function recall(id) {
    try { return JSON.parse(localStorage.getItem(`audiocoach:${id}`)) || {}; } catch { return {}; }
  }

  function remember(id, change) {
    try { localStorage.setItem(`audiocoach:${id}`, JSON.stringify({ ...recall(id), ...change })); } catch { /* private */ }
  }

  /* ---- the list ---- */

  function bar(session) {
    const svg = drawn("svg", { viewBox: `0 0 ${session.length} 10`, preserveAspectRatio: "none", "aria-hidden": "true" });
    for (const step of session.steps) {
      const width = Math.max(step.end - step.start - session.length / 500, session.length / 900);
      svg.append(drawn("rect", { x: step.start, y: 0, width, height: 10, fill: data.colours[step.kind] }));
    }
    return svg;
  }

  function strip(session) {
    const node = make("div", { className: "strip" });
    const at = (ms) => `${((100 * ms) / session.length).toFixed(3)}%`;
    const stops = session.steps.map((s) => `${data.colours[s.kind]} ${at(s.start)} ${at(s.end)}`);
    node.style.background = `linear-gradient(90deg, ${stops.join(", ")})`;
    return node;
  }

  function card(session, number) {
    const it = { session, number, playing: false, step: -1, cue: -1, on: -1, done: Boolean(recall(session.id).done) };
    const name = make("span", { dir: "auto" }, session.title);
    it.tag = make("span", { className: "tag", hidden: true });
    const facts = [clock(session.length), session.date ? day(session.date) : ""].filter(Boolean);
    const sub = make("span", { className: "sub" }, it.tag, facts.join(" · "));
    it.play = make("button", { className: "play", type: "button" }, sign("play"));
    it.play.addEventListener("click", () => toggle(it));
    it.more = make("button", { className: "more", type: "button", "aria-expanded": "false", "aria-controls": `p${number}` },
      make("span", {}, make("span", { className: "name" }, name), sub), make("span", { className: "arrow" }, sign("arrow")));
    it.more.addEventListener("click", () => open(it, it.panel.hidden));
    it.panel = make("div", { className: "panel", id: `p${number}`, hidden: true, role: "group", "aria-label": session.title });
    it.node = make("li", { className: "card", id: session.id, lang: session.language },
      make("div", { className: "row" }, it.play, make("h4", {}, it.more)), strip(session), it.panel);
    return it;
  }

  function fill(it) {
    const { session } = it;
    it.what = make("p", { className: "what", dir: "auto" });
    it.left = make("p", { className: "left" });
    it.coming = make("p", { className: "coming", dir: "auto" });
    it.words = make("p", { className: "cue past", dir: "auto", tabIndex: 0, role: "group", "aria-label": say("said") });
    it.range = make("input", { type: "range", min: 0, max: session.length, step: 1000, value: 0, "aria-label": say("position") });
    it.range.addEventListener("input", () => { go(it, Number(it.range.value)); tell(it); });
    it.range.addEventListener("focus", () => tell(it));
    it.veil = make("div", { className: "veil" });
    it.head = make("div", { className: "head" });
    it.at = make("span", {});
    it.rest = make("span", {});
    it.big = make("button", { className: "play big", type: "button" }, sign("play", 32));
    it.big.addEventListener("click", () => toggle(it));
    const key = (label, face, act) => {
      const button = make("button", { type: "button", "aria-label": label, title: label }, face);
      button.addEventListener("click", act);
      return button;
    };
    it.list = make("ol", { className: "steps", "aria-label": say("steps") });
    it.buttons = session.steps.map((step, index) => {
      const dot = make("span", { className: "dot" });
      dot.style.background = data.colours[step.kind];
      const round = step.rounds > 1 ? make("span", { className: "round" }, ` ${step.round}/${step.rounds}`) : "";
      const button = make("button", { type: "button" }, dot, make("span", { dir: "auto" }, step.name, round),
        make("span", { className: "long" }, clock(step.end - step.start)), make("span", { className: "at" }, clock(step.start)));
      button.addEventListener("click", () => { go(it, step.start); audio.play().catch(() => {}); });
      it.list.append(make("li", {}, button));
      return button;
    });
    it.box = make("input", { type: "checkbox", checked: it.done });
    it.box.addEventListener("change", () => mark(it, it.box.checked));
    it.panel.append(
      session.description ? make("p", { className: "words", dir: "auto" }, session.description) : "",
      make("div", { className: "stage" }, it.what, it.left, it.coming), it.words,
      make("div", { className: "seek" }, make("div", { className: "bar" }, bar(session), it.veil), it.head, it.range),
      make("div", { className: "times" }, it.at, it.rest),
      make("div", { className: "keys" },
        key(say("before"), sign("back"), () => skip(it, -1)), key(say("back"), "−15", () => go(it, now(it) - 15000)),
        it.big, key(say("on"), "+15", () => go(it, now(it) + 15000)), key(say("after"), sign("on"), () => skip(it, 1))),
      it.list,
      make("div", { className: "end" }, make("label", { className: "ran" }, it.box, say("done")),
        make("a", { className: "get", href: session.file, download: "" }, sign("load", 20), say("download", { size: mega(session.size) })),
        ...session.also.map((other) => make("a", { className: "get", href: other.file, download: "" }, sign("load", 20), `.${other.kind}`))),
      session.log ? how(it) : "");
    it.filled = true;
    if (seen) seen.observe(it.big);
    faces(it);
    follow(it, now(it));
  }

  /* ---- how it was: a short text for the coach, which goes by any messenger ---- */

  const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
  const given = /^https?:$/.test(location.protocol) && /^#log=([\w-]{22})$/.exec(location.hash);
  const box = `log:${data.sessions[0].id}`;
  if (given) remember(box, { at: given[1] });
  /** Where the served page may send it to by itself: an address of the runner's own, which came with the link. */
  const letterbox = /^https?:$/.test(location.protocol) && (given ? given[1] : recall(box).at);

  /** What an entry is known by: 130 random bits. */
  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(26)), (byte) => LETTERS[byte & 31]).join("");

  /** Words of somebody's own, as they go into one line of the text. */
  function plain(text) {
    const seen = text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, " ");
    return seen.replace(/\[/g, "(").replace(/\]/g, ")").replace(/\s+/g, " ").trim();
  }

  function today() {
    const at = new Date(), two = (n) => String(n).padStart(2, "0");
    return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  }

  /** The text; the same words have the same id, so that what is sent twice is one. */
  function answer(it, { day: on, felt, much, pain, word }) {
    const { programme, session, athlete } = it.session.log;
    const facts = [on.value || today(), session, felt.value && `felt ${felt.value}`, `done ${much.value}%`, pain.value && `pain ${pain.value}`];
    const words = plain(word.value);
    const text = [`[audiocoach 1: ${programme}]`, facts.filter(Boolean).join(" "), athlete && `for: ${athlete}`, words && `note: ${words}`]
      .filter(Boolean).join("\n");
    if (!it.said || it.said.text !== text) {
      it.said = { text, id: newId() };
      remember(it.session.id, { said: it.said });
    }
    return `${text}\n[id ${it.said.id}]\n`;
  }

  function how(it) {
    it.said = recall(it.session.id).said;
    const choice = (values, show, first) => make("select", {}, ...values.map((value) =>
      make("option", { value, selected: value === first }, value === "" ? "–" : show(value))));
    const scale = (from) => ["", ...Array.from({ length: 11 - from }, (_, n) => String(n + from))];
    const said = {
      day: make("input", { type: "date", value: today(), max: today() }),
      felt: choice(scale(1), (n) => n, ""),
      much: choice(["100", "90", "75", "50", "25", "0"], (n) => `${n} %`, "100"),
      pain: choice(scale(0), (n) => n, ""),
      word: make("input", { type: "text", maxLength: 200, autocomplete: "off", dir: "auto" }),
    };
    const ask = (name, question) => make("label", { className: `ask ${name}` }, make("span", {}, question), said[name]);
    const asked = [ask("day", say("ask_day")), ask("felt", say("ask_felt")), ask("much", say("ask_much")),
      ask("pain", say("ask_pain")), ask("word", say("ask_word"))];
    const text = make("textarea", { readOnly: true, rows: 5, dir: "auto" });
    const shown = make("label", { className: "ask word", hidden: true }, make("span", {}, say("text")), text);
    const told = make("p", { className: "told", role: "status" });
    const act = (name, what) => {
      const button = make("button", { type: "button", className: "get" }, name);
      button.addEventListener("click", async () => {
        text.value = answer(it, said);
        shown.hidden = false;
        told.textContent = "";
        told.textContent = (await what(button)) || "";
      });
      return button;
    };
    const copy = async () => {
      try {
        await navigator.clipboard.writeText(text.value);
      } catch {   // not over plain HTTP
        text.select();
        if (!document.execCommand("copy")) return say("by_hand");
      }
      return say("copied");
    };
    const pass = async () => {
      try { await navigator.share({ text: text.value }); } catch { /* thought better of it */ }
    };
    const save = async () => {
      const href = URL.createObjectURL(new Blob([text.value], { type: "text/plain" }));
      make("a", { href, download: `${it.session.log.session}-${it.said.id.slice(0, 6)}.txt` }).click();
      setTimeout(() => URL.revokeObjectURL(href), 60000);
    };
    const send = async (button) => {
      button.disabled = true;
      try {
        const got = await fetch(`log/${letterbox}`, {
          method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ answer: text.value }),
          credentials: "omit", cache: "no-store", redirect: "error",
        });
        return got.status === 202 ? say("waits") : got.ok ? say("arrived") : say("unsent");
      } catch {
        return say("unsent");
      } finally {
        button.disabled = false;
      }
    };
    const acts = [letterbox && act(say("send"), send), navigator.share && act(say("share"), pass), act(say("copy"), copy), act(say("save"), save)];
    return make("details", { className: "how" }, make("summary", {}, say("how")), make("div", { className: "asks" }, ...asked),
      make("div", { className: "acts" }, ...acts.filter(Boolean)), told, shown);
  }

  function open(it, wish) {
    for (const other of cards) {
      const shown = wish && other === it;
      other.panel.hidden = !shown;
      other.more.setAttribute("aria-expanded", String(shown));
      other.node.classList.toggle("open", shown);
    }
    if (wish && !it.filled) fill(it);
    if (wish) it.list.before(wishes);
    if (wish) follow(it, now(it));
  }

  function mark(it, done) {
    it.done = done;
    if (it.box) it.box.checked = done;
    remember(it.session.id, done ? { done: true, at: 0 } : { done: false });
    tally();
  }

  function tally() {
    const done = cards.filter((it) => it.done).length;
    const next = cards.find((it) => !it.done);
    for (const it of cards) {
      it.node.classList.toggle("done", it.done);
      it.node.classList.toggle("next", it === next);
      it.tag.hidden = !(it.done || (it === next && cards.length > 1));
      it.tag.textContent = it.done ? `✓ ${say("done")}` : say("next");
      faces(it);
    }
    if (!way) return next;
    way.text.textContent = say("progress", { done, n: cards.length });
    way.fill.style.width = `${(100 * done) / cards.length}%`;
    return next;
  }

  /* ---- the screen, and changes that are felt or seen: for who does not hear, or has the phone muted ---- */

  const settings = recall("page");
  const light = make("div", { className: "flash", "aria-hidden": "true" });
  light.addEventListener("animationend", () => light.classList.remove("on"));
  let awake = null, asking = false;

  /** Keep the screen on while it plays, where the browser can; it lets go by itself when the page is out of sight. */
  async function stayAwake() {
    if (!("wakeLock" in navigator) || asking || awake || audio.paused || document.visibilityState !== "visible") return;
    asking = true;
    try {
      const lock = awake = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => { if (awake === lock) awake = null; });
    } catch { /* an empty battery, say: the screen goes dark as it always does */ }
    asking = false;
    if (audio.paused) letSleep();
  }

  function letSleep() {
    awake?.release().catch(() => {});
    awake = null;
  }

  /** By the kind of step that begins: two long ones for work, one for anything else, three at the end. */
  const FELT = { work: [400, 150, 400], end: [400, 150, 400, 150, 400] };

  function vibrate(kind) {
    try { navigator.vibrate(FELT[kind] || [400]); } catch { /* not allowed here */ }
  }

  function flash(kind) {
    light.classList.remove("on");
    void light.offsetWidth;   // so that it begins anew
    light.style.background = data.colours[kind] || "#fff";
    light.classList.add("on");
  }

  function changed(kind) {
    if (settings.vibrate && navigator.vibrate) vibrate(kind);
    if (settings.flash) flash(kind);
  }

  function wish(name, text, act) {
    const box = make("input", { type: "checkbox", checked: Boolean(settings[name]) });
    box.addEventListener("change", () => {
      settings[name] = box.checked;
      remember("page", { [name]: box.checked });
      if (box.checked) act("work");   // as it will be
    });
    return make("label", { className: "ran" }, box, text);
  }

  const wishes = make("div", { className: "wishes" },
    navigator.vibrate ? wish("vibrate", say("vibrate"), vibrate) : "", wish("flash", say("flash"), flash));
  document.body.append(light);

  /* ---- playing ---- */

  function load(it) {
    if (current === it) return;
    const before = current;
    if (before) keep(true);
    current = it;
    audio.src = it.session.file;
    wanted = left(it) / 1000 || null;
    trouble(it, "");
    if (before) { before.playing = false; faces(before); }
    if ("mediaSession" in navigator) {
      navigator.mediaSession.metadata = new MediaMetadata({ title: it.session.title, artist: "audiocoach", album: it.session.programme || data.title });
    }
  }

  function toggle(it) {
    if (current === it && !audio.paused) { audio.pause(); return; }
    load(it);
    if (it.panel.hidden) open(it, true);
    if (audio.ended) audio.currentTime = 0;
    audio.play().catch(() => {});
  }

  /** Where a session was left, unless that was at its very start or end. */
  function left(it) {
    const at = recall(it.session.id).at || 0;
    return at > 5000 && at < it.session.length - 10000 ? at : 0;
  }

  function now(it) {
    if (current !== it) return left(it);
    return 1000 * (wanted === null ? audio.currentTime : wanted);
  }

  function go(it, ms) {
    load(it);
    const seconds = Math.min(Math.max(ms, 0), it.session.length - 50) / 1000;
    if (audio.readyState > 0) audio.currentTime = seconds;
    else wanted = seconds;
    it.on = Math.max(find(it.session.steps, seconds * 1000), 0);
    follow(it, seconds * 1000);
  }

  function skip(it, by) {
    const { steps } = it.session, at = now(it), here = find(steps, at);
    // A step back goes to the start of this one first, as players do.
    const to = by < 0 && at - steps[here].start > 3000 ? here : here + by;
    if (to < steps.length) go(it, steps[Math.max(to, 0)].start);
  }

  /** The last entry that has begun by then; -1 before the first. */
  function find(entries, ms) {
    let low = 0, high = entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      // A seek may land a fraction of a sample early.
      if (entries[middle].start <= ms + 1) low = middle + 1; else high = middle;
    }
    return low - 1;
  }

  function follow(it, ms) {
    const { session } = it, { steps, cues } = session;
    const index = Math.max(find(steps, ms), 0), step = steps[index];
    const rest = clock(Math.ceil((step.end - ms) / 1000) * 1000);
    if (it.filled && !it.panel.hidden) {
      if (index !== it.step) {
        const round = step.rounds > 1 ? make("span", { className: "round" }, ` ${say("round", step)}`) : "";
        it.what.replaceChildren(step.name, round);
        it.coming.textContent = steps[index + 1] ? say("then", { name: steps[index + 1].name, length: clock(steps[index + 1].end - steps[index + 1].start) }) : say("last");
        it.buttons[it.step]?.removeAttribute("aria-current");
        it.buttons[index].setAttribute("aria-current", "true");
        const row = it.buttons[index].parentNode;
        it.list.scrollTop = row.offsetTop - it.list.offsetTop - row.offsetHeight;
        it.step = index;
      }
      const said = find(cues, ms);
      if (said !== it.cue) { it.words.textContent = said < 0 ? "" : cues[said].text; it.cue = said; }
      if (said < 0 && it.words.textContent === "") it.words.textContent = cues.length ? cues[0].text : say("signals");
      it.words.classList.toggle("past", said < 0 || ms > cues[said].end + 400);
      // Of long words, those that are being said are in view.
      const spare = it.words.scrollHeight - it.words.clientHeight;
      it.words.classList.toggle("long", spare > 0);
      if (spare > 0 && it.playing) it.words.scrollTop = said < 0 ? 0 : (spare * (ms - cues[said].start)) / (cues[said].end - cues[said].start);
      if (it.left.textContent !== rest) it.left.textContent = rest;
      it.left.classList.toggle("hours", rest.length > 5);
      const share = `${Math.min((100 * ms) / session.length, 100)}%`;
      it.veil.style.width = it.head.style.left = share;
      it.range.value = ms;
      it.at.textContent = clock(ms);
      it.rest.textContent = `−${clock(Math.max(session.length - ms, 0))}`;
    }
    // What is skipped to is no news to whoever skipped; the clock of a busy phone comes late.
    if (it === current && index !== it.on) {
      if (it.playing && index === it.on + 1 && ms - step.start < 2500) changed(step.kind);
      it.on = index;
    }
    if (it === current && !dock.hidden) {
      ui.name.textContent = step.rounds > 1 ? `${step.name} ${step.round}/${step.rounds}` : step.name;
      ui.of.textContent = session.title;
      ui.left.textContent = rest;
    }
  }

  /** Say where it is to who cannot see it: when asked for, not all the time while it plays. */
  function tell(it) {
    const { steps } = it.session, ms = now(it);
    it.range.setAttribute("aria-valuetext", `${clock(ms)}, ${steps[Math.max(find(steps, ms), 0)].name}`);
  }

  function faces(it) {
    const face = it.playing ? "pause" : "play";
    for (const [button, size] of [[it.play, 24], [it.big, 32], [it === current ? ui.play : null, 24]]) {
      if (!button) continue;
      button.replaceChildren(sign(face, size));
      button.setAttribute("aria-label", say(it.playing ? "pause" : "play", { name: it.session.title }));
    }
  }

  /** The dock is there while the large controls of what is played are out of sight. */
  function docked() {
    dock.hidden = !current || inView.has(current.big);
    if (!dock.hidden) follow(current, now(current));
  }

  function trouble(it, text) {
    it.sorry?.remove();
    if (!text) return;
    it.sorry = make("p", { className: "trouble", role: "alert" }, text);
    it.panel.prepend(it.sorry);
  }

  function keep(always) {
    if (!current || (!always && Math.abs(now(current) - saved) < 5000)) return;
    saved = now(current);
    remember(current.session.id, { at: audio.ended ? 0 : Math.round(saved) });
  }

  function tick() {
    if (!current) return;
    follow(current, now(current));
    if (!audio.paused) requestAnimationFrame(tick);
  }

  audio.addEventListener("loadedmetadata", () => {
    if (wanted !== null) audio.currentTime = wanted;
    wanted = null;
  });
  audio.addEventListener("play", () => {
    current.playing = true;
    faces(current);
    docked();
    tick();
    stayAwake();
  });
  audio.addEventListener("pause", () => { current.playing = false; faces(current); keep(true); letSleep(); });
  audio.addEventListener("timeupdate", () => { if (current) { follow(current, now(current)); keep(false); } });
  audio.addEventListener("seeked", () => current && follow(current, now(current)));
  audio.addEventListener("ended", () => { changed("end"); mark(current, true); });
  audio.addEventListener("error", () => {
    if (!current) return;
    open(current, true);
    trouble(current, say("gone"));
  });
  addEventListener("pagehide", () => keep(true));
  document.addEventListener("visibilitychange", stayAwake);

  if ("mediaSession" in navigator) {
    const act = (name, what) => { try { navigator.mediaSession.setActionHandler(name, what); } catch { /* older browsers */ } };
    act("previoustrack", () => current && skip(current, -1));
    act("nexttrack", () => current && skip(current, 1));
    act("seekbackward", () => current && go(current, now(current) - 15000));
    act("seekforward", () => current && go(current, now(current) + 15000));
  }

  addEventListener("keydown", (event) => {
    if (!current || event.altKey || event.ctrlKey || event.metaKey || event.target !== document.body) return;
    const act = { " ": () => toggle(current), ArrowLeft: () => go(current, now(current) - 15000), ArrowRight: () => go(current, now(current) + 15000) }[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  /* ---- the page ---- */

  const about = document.getElementById("about"), sessions = document.getElementById("sessions");
  const length = data.sessions.reduce((sum, session) => sum + session.length, 0);
  if (data.description) about.append(make("p", { className: "about", dir: "auto" }, data.description));
  const many = data.sessions.length, first = data.sessions.map((session) => session.date).sort()[0];
  const facts = [
    many > 1 ? say("sessions", { n: many }) : "",
    length >= 2 * 36e5 ? `${Math.round(length / 36e5)} h` : `${Math.round(length / 6e4)} min`,
    first ? say("start", { day: day(first) }) : "",
  ];
  about.append(make("p", { className: "facts" }, facts.filter(Boolean).join(" · ")));
  dock.setAttribute("aria-label", say("playing"));

  let way = null;
  if (many > 1) {
    way = { text: make("span", {}), fill: make("i", {}) };
    about.append(make("div", { className: "way" }, way.text, make("div", { className: "track", "aria-hidden": "true" }, way.fill)));
  }
  const links = make("div", { className: "links" });
  const link = (href, face, text) => href && links.append(make("a", { href }, sign(face, 20), text));
  link(data.feed, "wave", say("feed"));
  link(data.calendar, "day", say("calendar"));
  if (many > 1) link(data.playlist, "list", say("playlist"));
  if (links.childNodes.length) about.append(links);

  const ui = {
    play: make("button", { className: "play", type: "button" }), left: make("span", { className: "left" }),
    name: make("b", { dir: "auto" }), of: make("span", { dir: "auto" }),
  };
  const where = make("button", { className: "where", type: "button" }, ui.name, ui.of);
  where.addEventListener("click", () => { open(current, true); current.node.scrollIntoView({ block: "start", behavior: "smooth" }); });
  ui.play.addEventListener("click", () => current && toggle(current));
  dock.append(make("div", { className: "in" }, ui.play, where, ui.left));

  sessions.replaceChildren();
  const groups = new Set(data.sessions.map((session) => session.programme)).size;
  let programme = null, week = null, list = null;
  data.sessions.forEach((session, number) => {
    const fresh = list === null || session.programme !== programme;
    if (fresh) {
      const name = session.programme || say(groups > 1 ? "single" : "all");
      sessions.append(make("h2", { dir: "auto", className: groups > 1 ? "" : "unseen" }, name));
    }
    if (fresh || session.week !== week) {
      sessions.append(make("h3", { className: session.week ? "" : "unseen" }, session.week ? say("week", { n: session.week }) : say("all")));
      list = make("ul", { className: "list" });
      sessions.append(list);
      ({ programme, week } = session);
    }
    const it = card(session, number);
    cards.push(it);
    list.append(it.node);
  });
  document.getElementById("foot").append(say("made"));
  const next = tally();

  /** A calendar's entry leads to its own session. */
  function asked() {
    const it = cards.find((one) => location.hash === `#${one.session.id}`);
    if (it) { open(it, true); it.node.scrollIntoView({ block: "start" }); }
    return it;
  }

  addEventListener("hashchange", asked);
  if (!asked()) open(next || cards[0], true);
})();
