// Makes the file: how far it is, a way to end it, then the file to save, and the command that would have done the same.
import { ask, has } from "./api.js";
import { button, el, fill } from "./dom.js";
import { tellError } from "./told.js";
import { w } from "./words.js";

export function commandLine(command) {
  if (!command) return null;
  const text = el("code", {}, command);
  return el("p", { class: "command" }, el("span", { class: "quiet" }, w("command")), " ", text, " ",
    button(w("copy"), async (event) => {
      const pressed = event.currentTarget;
      try {
        await navigator.clipboard.writeText(command);
        pressed.textContent = w("copied");
      } catch {
        getSelection().selectAllChildren(text);
      }
    }));
}

const megabytes = (bytes) => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** `given`: path(), save() -> Promise<boolean>. */
export function maker(host, given) {
  let events = null;
  let job = null;

  function end() {
    events?.close();
    events = job = null;
  }

  async function make() {
    if (job || !has("render") || !(await given.save())) return;
    const bar = el("progress", { max: 1, value: 0, "aria-label": w("making") });
    const what = el("p", { class: "quiet" }, w("making"));
    fill(host, el("section", { class: "making", "aria-label": w("making") }, what, bar,
      button(w("cancel"), async () => {
        try {
          await ask("cancel", { job });
        } catch (error) {
          tellError(error);
        }
      })));
    host.scrollIntoView({ block: "nearest" });
    try {
      const answer = await ask("render", { path: given.path() });
      job = answer.job;
      events = new EventSource(`/api/jobs/${encodeURIComponent(job)}/events`);
      events.onmessage = ({ data }) => told(JSON.parse(data), answer.command, bar, what);
      events.onerror = () => {
        if (!job) return;
        end();
        fill(host);
        tellError({ answer: { gone: true } });
      };
    } catch (error) {
      end();
      fill(host);
      tellError(error);
    }
  }

  function told(news, command, bar, what) {
    if (news.finished) {
      end();
      finished(news.finished, command);
    } else if (news.failed) {
      end();
      fill(host);
      tellError(news.failed);
    } else if (news.cancelled) {
      end();
      fill(host);
    } else {
      bar.max = news.of || 1;
      bar.value = news.done || 0;
      what.textContent = `${w("making")} · ${w(`stage-${news.what}`).replace(/^stage-/, "")}`;
    }
  }

  function finished({ files, notes }, command) {
    const close = button("×", () => fill(host), { class: "close", "aria-label": w("dismiss") });
    fill(host, el("section", { class: "making done", "aria-label": w("made") },
      el("h2", {}, w("made")), close,
      el("ul", {}, files.map(({ path, bytes }) => el("li", {},
        el("a", { href: `/files/${path.split("/").map(encodeURIComponent).join("/")}`, download: path.split("/").at(-1), class: "strong" },
          w("save-file", path.split("/").at(-1))),
        " ", el("span", { class: "quiet" }, megabytes(bytes)),
      ))),
      (notes ?? []).map((each) => el("p", { class: "hint" }, each)),
      commandLine(command),
    ));
    host.querySelector("a")?.focus();
  }

  return { make, end };
}
