// Fetches the page again every few seconds and puts in what has changed of its live parts.
"use strict";
const lost = document.getElementById("lost");

function replace(part, fresh) {
  const log = part.querySelector("[data-tail] .log, .log");
  const atEnd = part.hasAttribute("data-tail") && log && log.scrollTop + log.clientHeight >= log.scrollHeight - 8;
  const top = log ? log.scrollTop : 0;
  part.innerHTML = fresh.innerHTML;
  const newLog = part.querySelector(".log");
  if (part.hasAttribute("data-tail") && newLog) newLog.scrollTop = atEnd ? newLog.scrollHeight : top;
}

async function refresh() {
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(10000) });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of document.querySelectorAll("[data-live]")) {
        const fresh = page.getElementById(part.id);
        if (fresh && fresh.innerHTML !== part.innerHTML) replace(part, fresh);
      }
      lost.hidden = true;
    } catch {
      lost.hidden = false;
    }
  }
  setTimeout(refresh, 3000);
}

for (const log of document.querySelectorAll("[data-tail] .log")) log.scrollTop = log.scrollHeight;
setTimeout(refresh, 3000);
