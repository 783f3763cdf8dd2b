// The search: the only script of the site. It loads the files below search/ (see
// plugins/newsdigest/search/files.py and indexing.py, which say how they are written), what came in
// last and then the parts with the newest articles first, and shows what it finds as it comes. They
// are scripts, so that it works from file://, too.
"use strict";

(() => {
  const form = document.querySelector("form.search");
  const status = document.querySelector("#nd-status");
  const list = document.querySelector("#nd-results");
  const more = document.querySelector("#nd-more");
  const browse = document.querySelector("#nd-browse");
  const says = form.dataset;
  const base = new URL(".", location.href);
  const AT_ONCE = 20;
  const LENGTH = 240;
  const DAYS_TOGETHER = 256;
  const SLOTS = 1024;

  // How many articles of each month came in before those that are looked at.
  const counts = new Map();

  function addMonth(articles, name, count) {
    const before = counts.get(name) ?? 0;
    for (let at = 0; at < count; at += 1) articles.push({ month: name, at: before + at });
    return before + count;
  }

  /** A part's articles by their numbers: to which month each is dated, and which one of it it is. */
  function readPart(text) {
    const segments = text.split("|").map((segment) => {
      const [name, shards, start, end, years] = segment.split(":");
      const articles = [];
      for (const [year, ...held] of years.split(";").map((one) => one.split(","))) {
        held.forEach((count, at) => {
          const month = year && at < 12 ? `${year}-${String(12 - at).padStart(2, "0")}` : year;
          const total = addMonth(articles, month, Number(count));
          // The first of several holds what the others hold.
          if (Number(end) === SLOTS) counts.set(month, total);
        });
      }
      return { name, shards: Number(shards), start: Number(start), end: Number(end), articles };
    });
    return { segments, articles: segments[0].articles };
  }

  const parts = says.index.split(" ").filter(Boolean).map(readPart);
  const recent = { segments: [{ name: "recent", shards: 2, start: 0, end: SLOTS }], articles: [] };

  // ---- Files

  const waiting = new Map();
  const loaded = new Map();

  globalThis.newsdigestSearch = (name, ...data) => waiting.get(name)?.(data);

  function load(name) {
    if (!loaded.has(name)) {
      loaded.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        waiting.set(name, resolve);
        script.src = new URL(`${name}.js`, base).href;
        script.onload = () => (script.remove(), reject(new Error(name)));
        script.onerror = () => (script.remove(), loaded.delete(name), reject(new Error(name)));
        document.head.append(script);
      }));
    }
    return loaded.get(name);
  }

  // ---- Words: as plugins/newsdigest/search/words.py has them

  const WIDE = /[\u3040-\u30ff\u3400-\u9fff]/;
  const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]/g;
  const LETTERS = { ß: "ss", æ: "a", œ: "o", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ", ى: "ي", ة: "ه", ـ: "" };
  // Ends of folded words behind their stems: for a form that a segment does not name, its stem serves.
  const ENDING = new RegExp(
    "^(?:(?:heit|keit|lich|isch|ung|ig|ation|ition|ion|sion|ment|ite|ity|ness|[ai]ble|ive?|al|ance|ence|eur|zion|cion|ador|idad|mente|osc|osci|ani|eni|owan)?" +
      "(?:e[mnrs]?|ern?|ens|innen|in|n|s|t|te[nrs]?|et|ed|ing|ly|y|ies|a|o|i|as|os|is|us|ad[oa]s?|ando|e?nt|ez|ons|ees|ow|owi|ach|ami|om|ie|ego|emu|ych|ymi)?" +
      "|(?:ост|ени|ани|аци|ическ|тельн|ск|н|ов)?(?:[аеиоуыэюяь]{0,3}|[оеыи][вмих]|ами?|ях?|ями?|ого|его|ому|ему|ими|ыми)" +
      "|ات|ين|ون|ان|ه|ها|ي)$",
  );
  // Words that begin with the same group stand together.
  const GROUP = /^.{4}[^aeinostuyаеиноствуыэюяьاهوي]{0,4}/u;
  const findGroup = (word) => word.match(GROUP)?.[0] ?? word;

  function splitWords(text) {
    const words = text.toLowerCase().normalize("NFC").replace(MARKS, "").match(/[\p{L}\p{N}]+/gu) ?? [];
    return words.flatMap((word) => (WIDE.test(word) ? pairSigns(word) : [word]));
  }

  function pairSigns(word) {
    const signs = Array.from(word);
    return signs.length < 2 ? [word] : signs.slice(1).map((sign, at) => signs[at] + sign);
  }

  function fold(word) {
    const plain = word.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[ßæœøłđðþıςىةـ]/g, (sign) => LETTERS[sign]);
    return plain.replace(/ae|oe|(?<![aeq])ue/g, (pair) => pair[0]).replace(/^[وفبك]?ال(?=..)/, "");
  }

  function foldWords(text) {
    return splitWords(text).map(fold).filter(Boolean);
  }

  // ---- The words of a period

  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

  function readNumbers(text) {
    const numbers = [];
    let value = 0;
    let unit = 1;
    for (const sign of text) {
      const digit = DIGITS.indexOf(sign);
      value += (digit % 32) * unit;
      unit *= 32;
      if (digit >= 32) continue;
      numbers.push(value);
      value = 0;
      unit = 1;
    }
    return numbers;
  }

  function findSlot(word) {
    let value = 0;
    for (const sign of findGroup(word)) value = (value * 31 + sign.codePointAt(0)) % 65521;
    return ((value * 40503) % 65521) % SLOTS;
  }

  /** What a part holds of a word: how much it weighs in which article, and how it is written. */
  async function look(part, word) {
    const bare = word.replace(/^.:/, "");
    const slot = findSlot(bare);
    const found = { articles: new Map(), forms: new Set([bare]), keys: new Set() };
    const asked = part.segments.filter(({ start, end }) => start <= slot && slot < end);
    await Promise.all(asked.map((segment) => lookInto(segment, word, bare, Math.floor((slot * segment.shards) / SLOTS), found)));
    return found;
  }

  async function lookInto(segment, word, bare, shard, found) {
    const [words, postings, months] = await load(`${segment.name}/w${shard}`);
    if (months) readRecent(segment, months);
    const lines = readLines(words, postings);
    const exact = lines.filter(({ forms }) => forms.includes(word));
    for (const { key, forms, held } of exact.length || word !== bare ? exact : findStem(lines, word)) {
      found.keys.add(key);
      for (const one of forms) found.forms.add(one);
      let number = -1;
      for (const posting of readNumbers(held)) {
        number += Math.floor(posting / 3) + 1;
        const { month, at } = segment.articles[number];
        const article = `${month} ${at}`;
        found.articles.set(article, Math.max(found.articles.get(article) ?? 0, 1 + (posting % 3)));
      }
    }
  }

  function readLines(words, postings) {
    const held = postings.split(" ");
    let key = "";
    return words.split(" ").map((text, at) => {
      const [rest, ...ends] = text.slice(1).split(/(?=[+,])/);
      key = key.slice(0, text[0]) + rest;
      return { key, forms: [key, ...ends.map((end) => end.replace("+", key).replace(",", ""))], held: held[at] };
    });
  }

  /** What came in last says itself to which months it is dated. */
  function readRecent(segment, months) {
    if (segment.articles) return;
    segment.articles = recent.articles;
    for (const name of months) {
      const month = name.replace("undated", "");
      counts.set(month, addMonth(recent.articles, month, 1));
    }
  }

  function findStem(lines, word) {
    for (let end = word.length - 1; end >= Math.max(findGroup(word).length, word.length - 5, 4); end -= 1) {
      const line = ENDING.test(word.slice(end)) && lines.find(({ key }) => key === word.slice(0, end));
      if (line) return [line];
    }
    return [];
  }

  // ---- Questions

  function readQuestion() {
    const data = new FormData(form);
    const phrases = [];
    const text = data.get("q").replace(/["„“”«»]([^"„“”«»]+)["„“”«»]/g, (_, phrase) => (phrases.push(foldWords(phrase)), ` ${phrase} `));
    const section = foldWords(data.get("section")).join("");
    const filters = [...foldWords(data.get("person")).map((word) => `p:${word}`), ...foldWords(data.get("place")).map((word) => `l:${word}`)];
    return {
      words: [...new Set(foldWords(text))],
      phrases: phrases.filter((words) => words.length > 1),
      filters: section ? [...filters, `s:${section}`] : filters,
      year: data.get("year"),
      best: data.get("order") === "best",
      held: new Map(),
    };
  }

  /** How many articles of a part may hold a word: as many as of those that were asked; before, a short word is a common one. */
  function expect(word, { held }) {
    const counts = held.get(word) ?? [/\d/.test(word) ? 1 : 30 / word.length];
    return counts.reduce((sum, count) => sum + count) / counts.length;
  }

  /** What a part holds of a question; phrases are not looked up yet. */
  async function search(part, question) {
    const asked = [...question.words, ...question.filters];
    const terms = new Map();
    // Where the rarest word is not, no file of the others is needed; "best first" counts them all.
    const rarest = [...asked].sort((one, other) => expect(one, question) - expect(other, question));
    for (const group of question.best ? [asked] : rarest.map((word) => [word])) {
      const looked = await Promise.all(group.map((word) => look(part, word)));
      group.forEach((word, at) => {
        terms.set(word, looked[at]);
        question.held.set(word, [...(question.held.get(word) ?? []), looked[at].articles.size]);
      });
      if (!question.best && !looked[0].articles.size) return { hits: [], held: [] };
    }
    const words = question.words.map((word) => terms.get(word));
    const [first, ...others] = [...terms.values()].sort((one, other) => one.articles.size - other.articles.size);
    const hits = [];
    for (const article of first.articles.keys()) {
      const [month, at] = article.split(" ");
      if (!isAsked(month, question) || !others.every((term) => term.articles.has(article))) continue;
      hits.push({ words, weights: words.map((term) => term.articles.get(article)), month, at: Number(at) });
    }
    const held = words.map((term) => [...term.articles.keys()].filter((article) => isAsked(article, question)).length);
    return { hits, held };
  }

  const isAsked = (month, { year }) => !year || month.startsWith(year);

  /** The newest month of a part's articles that are asked for; undefined if there is none. */
  function findNewest({ articles }, question) {
    return articles.find(({ month }) => isAsked(month, question))?.month;
  }

  const compare = (one, other) => (one < other ? 1 : one > other ? -1 : 0);

  /** The best first, then those of the newest month: of one month, `sortMonth` tells. */
  const byMonth = (one, other) => (other.score ?? 0) - (one.score ?? 0) || compare(one.month, other.month);

  /** Puts hits of one month in order: the newest day first; of one day, what came in last. */
  async function sortMonth(hits) {
    const days = await Promise.all(hits.map(({ month, at }) => (hits.length > 1 && month.length > 4 ? readDay(month, at) : "")));
    const order = new Map(hits.map((hit, at) => [hit, days[at]]));
    return hits.sort((one, other) => compare(order.get(one), order.get(other)) || other.at - one.at);
  }

  async function readDay(month, at) {
    const [days] = await load(`texts/${month}/d${Math.floor(at / DAYS_TOGETHER)}`);
    return days.split(",")[at % DAYS_TOGETHER] ?? "";
  }

  /** The more of the words stand in it, the oftener, and the rarer they are in all that is asked for. */
  function rate({ weights }, held, articles) {
    return Math.round(1e6 * weights.reduce((sum, weight, at) => sum + weight * Math.log(1 + articles / held[at]), 0));
  }

  const nameText = ({ month, at }) => `texts/${month || "undated"}/${at}`;

  /** What is shown of a hit, with the first piece of its text. */
  async function readText(hit) {
    const [address, title, language, date, section, text, pieces] = await load(nameText(hit));
    return { address, title, language, date, section, text, pieces };
  }

  /** The other pieces of a text that stands in so many. */
  async function* readOn(hit, pieces) {
    for (let piece = 1; piece < pieces; piece += 1) yield (await load(`${nameText(hit)}-${piece}`))[0];
  }

  async function holdsPhrases(hit, phrases) {
    const { title, text, pieces } = await readText(hit);
    const wanted = new Set(phrases);
    const strike = (part) => {
      const words = foldWords(part);
      for (const phrase of wanted) if (words.some((_, at) => phrase.every((word, further) => words[at + further] === word))) wanted.delete(phrase);
    };
    [title, ...text.split("\n")].forEach(strike);
    if (wanted.size) for await (const more of readOn(hit, pieces)) more.split("\n").forEach(strike);
    return !wanted.size;
  }

  // ---- What is shown

  const tongue = document.documentElement.lang;

  async function draw(hit) {
    const { address, title, language, date, section, text, pieces } = await readText(hit);
    const item = document.createElement("li");
    const head = document.createElement("h2");
    const link = document.createElement("a");
    link.href = new URL(`../${address}index.html`, base).href;
    const about = document.createElement("p");
    about.className = "meta";
    if (date) {
      const time = document.createElement("time");
      time.dateTime = date;
      time.textContent = tellDate(date);
      about.append(time);
    } else about.append(says.undated);
    if (section) about.append(` · ${section}`);
    const excerpt = document.createElement("p");
    for (const element of language === tongue ? [] : [link, excerpt]) {
      element.lang = language;
      element.dir = "auto";
    }
    mark(link, title, hit.words);
    mark(excerpt, cut(text, hit.words), hit.words);
    head.append(link);
    item.append(head, about, excerpt);
    if (!excerpt.querySelector("mark")) findExcerpt(excerpt, readOn(hit, pieces), hit.words).catch(() => {});
    return item;
  }

  /** Where the first piece of a text holds none of the words, another one is shown when it has come. */
  async function findExcerpt(excerpt, pieces, words) {
    for await (const text of pieces) {
      const found = document.createElement("p");
      mark(found, cut(text, words), words);
      if (!found.querySelector("mark")) continue;
      excerpt.replaceChildren(...found.childNodes);
      return;
    }
  }

  function tellDate(date) {
    const [year, month, day] = date.slice(0, 10).split("-").map(Number);
    const parts = { year: "numeric", timeZone: "UTC", ...(month && { month: "long" }), ...(day && { day: "numeric" }) };
    const moment = new Date(0);
    moment.setUTCFullYear(year, (month || 1) - 1, day || 1);
    return new Intl.DateTimeFormat(tongue === "ar" ? "ar-u-nu-latn-ca-gregory" : tongue, parts).format(moment);
  }

  /** Whether a word of a text is, or is made with, one that was looked for. */
  function findsWord(written, words) {
    const folded = fold(written.toLowerCase().normalize("NFC").replace(MARKS, ""));
    return words.some(({ forms, keys }) => forms.has(folded) || [...keys].some((key) => key.length > 3 && folded.includes(key)));
  }

  function splitText(text) {
    return WIDE.test(text) ? Array.from(text) : text.split(/([\p{L}\p{N}\p{M}]+)/u);
  }

  function mark(element, text, words) {
    const wide = WIDE.test(text) && words.flatMap(({ forms }) => [...forms]).join("");
    for (const part of splitText(text)) {
      if (wide ? wide.includes(part) && WIDE.test(part) : /^[\p{L}\p{N}]/u.test(part) && findsWord(part, words)) {
        const marked = document.createElement("mark");
        marked.textContent = part;
        element.append(marked);
      } else element.append(part);
    }
  }

  /** The part of a text in which most of the words stand close together. */
  function cut(text, words) {
    const parts = splitText(text.replaceAll("\n", " "));
    const starts = [];
    let length = 0;
    parts.forEach((part, at) => {
      const which = words.findIndex((word) => /^[\p{L}\p{N}]/u.test(part) && findsWord(part, [word]));
      if (which >= 0) starts.push({ at, which, place: length });
      length += part.length;
    });
    const richness = (start) => new Set(starts.filter(({ place }) => place >= start.place && place < start.place + LENGTH - 60).map(({ which }) => which)).size;
    const best = starts.reduce((one, other) => (one && richness(one) >= richness(other) ? one : other), undefined);
    let begin = best ? best.at : 0;
    for (let room = 60; begin > 0 && room > parts[begin - 1].length; begin -= 1) room -= parts[begin - 1].length;
    while (begin && begin < best.at && !/^[\p{L}\p{N}]/u.test(parts[begin])) begin += 1;
    let end = begin;
    for (let room = LENGTH; end < parts.length && room > 0; end += 1) room -= parts[end].length;
    return (begin ? "… " : "") + parts.slice(begin, end).join("").trim() + (end < parts.length ? " …" : "");
  }

  // ---- One search at a time

  let current = 0;

  async function run(keep) {
    const mine = (current += 1);
    const question = readQuestion();
    if (keep) history.replaceState(null, "", `#${new URLSearchParams([...new FormData(form)].filter(([, value]) => value))}`);
    list.replaceChildren();
    more.hidden = true;
    status.textContent = question.words.length + question.filters.length ? says.searching : "";
    if (browse) browse.hidden = status.textContent !== "";
    if (!status.textContent) return;
    const hits = [];
    let shown = 0;
    let sorted = 0;
    let limit = AT_ONCE;
    let failed = false;

    const notice = async (promise) => {
      try {
        return await promise;
      } catch {
        failed = true;
        return undefined;
      }
    };
    const tell = (done) => {
      const said = done ? (hits.length ? says.found : says.nothing) : hits.length ? says.sofar : says.searching;
      status.textContent = said.replace("{}", hits.length.toLocaleString(tongue)) + (failed ? ` · ${says.failed}` : "");
    };
    /** Sorts the hits that are shown next. */
    const sortNext = async () => {
      let end = sorted;
      while (end < hits.length && byMonth(hits[end], hits[sorted]) === 0) end += 1;
      const next = hits.slice(sorted, end);
      hits.splice(sorted, next.length, ...((await notice(sortMonth(next))) ?? next));
      sorted = end;
    };
    /** Shows hits up to the limit, and waits to be asked for more; false when another search has begun. */
    const show = async (done) => {
      let asked = false;
      for (;;) {
        tell(false);
        while (shown < Math.min(limit, hits.length)) {
          if (shown === sorted) await sortNext();
          // The first one comes alone, so that it comes soon.
          if (shown) for (const next of hits.slice(shown + 1, Math.min(limit, sorted, shown + 5))) readText(next).catch(() => {});
          const item = await notice(draw(hits[shown]));
          if (mine !== current) return false;
          shown += 1;
          if (item) list.append(item);
          if (item && asked) item.querySelector("a").focus();
          asked &&= !item;
        }
        tell(done);
        if (shown < limit || (done && shown === hits.length)) break;
        more.hidden = false;
        await new Promise((resolve) => (more.onclick = resolve));
        if (mine !== current) return false;
        more.hidden = asked = true;
        limit += AT_ONCE;
      }
      return true;
    };
    /** Takes hits that are newer than all that may still come. */
    const add = async (found) => {
      found.sort(byMonth);
      for (const [at, hit] of found.entries()) {
        if (!question.phrases.length || (await notice(holdsPhrases(hit, question.phrases)))) hits.push(hit);
        if (mine !== current) return false;
        const isLast = at + 1 === found.length || found[at + 1].month !== hit.month;
        if (isLast && !question.best && !(await show(false))) return false;
      }
      return mine === current;
    };

    const held = question.words.map(() => 0);
    const ask = async (part) => {
      const found = (await notice(search(part, question))) ?? { hits: [], held: [] };
      found.held.forEach((count, at) => (held[at] += count));
      return found.hits;
    };
    let pending = await ask(recent);
    /** The parts behind one that are asked for at the same time: those that surely must be, and some as long as nothing is found. */
    const foresee = (at) => {
      const next = wanted.slice(at + 1);
      if (question.best) return next;
      if (!hits.length && !pending.length && at) return next.slice(0, question.words.length > 1 ? 1 : 2);
      return next.filter(({ newest }) => newest === wanted[at].newest && pending.every(({ month }) => month <= newest));
    };
    const wanted = parts
      .map((part) => ({ part, newest: findNewest(part, question) }))
      .filter(({ newest }) => newest !== undefined)
      .sort((one, other) => compare(one.newest, other.newest));
    for (const [at, { part }] of wanted.entries()) {
      for (const next of foresee(at)) search(next.part, question).catch(() => {});
      pending.push(...(await ask(part)));
      const next = wanted[at + 1]?.newest;
      const isSettled = ({ month }) => next === undefined || month > next;
      if (!(await add(pending.filter(isSettled)))) return;
      pending = pending.filter((hit) => !isSettled(hit));
    }
    if (!(await add(pending))) return;
    if (question.best) {
      const articles = [...counts].reduce((sum, [month, count]) => sum + (isAsked(month, question) ? count : 0), 0);
      for (const hit of hits) hit.score = rate(hit, held, articles);
      hits.sort(byMonth);
    }
    await show(true);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run(true);
  });
  for (const field of form.querySelectorAll("select, [type=radio]")) field.addEventListener("change", () => run(true));

  // An address may hold a question: search/index.html#q=… or ?q=…
  const given = new URLSearchParams(location.hash.slice(1) || location.search);
  for (const [name, value] of given) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
  if ([...given.keys()].length) run(false);
})();
