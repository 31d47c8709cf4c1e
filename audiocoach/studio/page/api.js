// Asks the studio's own server, and nobody else.

export class Refused extends Error {
  constructor(status, answer) {
    super(answer.message ?? "");
    this.status = status;
    this.hint = answer.hint ?? "";
    this.answer = answer;
  }
}

/**
 * What the server wants to see besides its cookie, which browsers give to every port of this computer: it came behind
 * the address when the page was entered, and is kept where this port alone finds it.
 */
const given = /^#key=([\w-]+)$/.exec(location.hash)?.[1] ?? "";
if (given) {
  history.replaceState(null, "", location.pathname);
  try {
    localStorage.setItem("audiocoach-key", given);
  } catch { /* then this tab has it until it is loaded again */ }
}

function key() {
  try {
    return localStorage.getItem("audiocoach-key") ?? given;
  } catch {
    return given;
  }
}

/** Gives the address at which a file of the folder can be downloaded. */
export const fileAddress = (path) => `/files/${path.split("/").map(encodeURIComponent).join("/")}?key=${key()}`;

export async function ask(name, values = {}) {
  let response;
  try {
    response = await fetch(`/api/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-audiocoach-key": key() },
      body: JSON.stringify(values),
    });
  } catch {
    throw new Refused(0, { gone: true });
  }
  let answer = {};
  try {
    answer = await response.json();
  } catch { /* what is no JSON says nothing */ }
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
}

let questions = null;

/** Says what the server can be asked; the rest of the page is hidden. */
export function know(names) {
  questions = names ? new Set(names) : null;
}

export const has = (name) => !questions || questions.has(name);

/** This tab's own name, by which the server tells two tabs apart; it stays when the page is loaded again. */
export const TAB = (() => {
  const made = crypto.randomUUID().replaceAll("-", "").slice(0, 16);
  try {
    // A tab that was doubled brings the other's name along, but was not loaded again.
    const again = performance.getEntriesByType("navigation")[0]?.type === "reload";
    const known = again ? sessionStorage.getItem("audiocoach-tab") : null;
    sessionStorage.setItem("audiocoach-tab", known ?? made);
    return known ?? made;
  } catch {
    return made;
  }
})();
