// The search: the only script of the site. It loads the files below search/ (see
// plugins/newsdigest/search/indexing.py, which says how they are written), newest period first,
// and shows what it finds as it comes. They are scripts, so that it works from file://, too.
"use strict";

(() => {
  const form = document.querySelector("form.search");
  const status = document.querySelector("#nd-status");
  const list = document.querySelector("#nd-results");
  const more = document.querySelector("#nd-more");
  const says = form.dataset;
  const base = new URL(".", location.href);
  const segments = says.segments.split(" ").filter(Boolean).map((text) => {
    const [name, shards, texts] = text.split(":");
    return { name, shards: Number(shards), texts: Number(texts) };
  });
  const AT_ONCE = 20;
  const LENGTH = 240;

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
  // Ends of folded words behind their stems: for a form that a period does not hold, its stem serves.
  const ENDING = new RegExp(
    "^(?:(?:heit|keit|lich|isch|ung|ig|ation|ition|ion|sion|ment|ite|ity|ness|[ai]ble|ive?|al|ance|ence|eur|zion|cion|ador|idad|mente|osc|osci|ani|eni|owan)?" +
      "(?:e[mnrs]?|ern?|ens|innen|in|n|s|t|te[nrs]?|et|ed|ing|ly|y|ies|a|o|i|as|os|is|us|ad[oa]s?|ando|e?nt|ez|ons|ees|ow|owi|ach|ami|om|ie|ego|emu|ych|ymi)?" +
      "|(?:ост|ени|ани|аци|ическ|тельн|ск|н|ов)?(?:[аеиоуыэюяь]{0,3}|[оеыи][вмих]|ами?|ях?|ями?|ого|его|ому|ему|ими|ыми)" +
      "|ات|ين|ون|ان|ه|ها|ي)$",
  );

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

  function findShard(word, count) {
    let value = 0;
    for (const sign of Array.from(word).slice(0, 3)) value = (value * 31 + sign.codePointAt(0)) % 65521;
    return value % count;
  }

  /** What a period holds of a word: how much it weighs in which article, and how it is written. */
  async function look(segment, word) {
    const bare = word.replace(/^.:/, "");
    const [places, text] = await load(`${segment.name}/w${findShard(bare, segment.shards)}`);
    segment.places ??= readNumbers(places);
    const found = { articles: new Map(), forms: new Set([bare]), keys: new Set() };
    const exact = text.split("\n").filter((line) => listForms(line).includes(word));
    for (const line of exact.length || word !== bare ? exact : findStem(text, word)) {
      const [key] = line.split(/[+, ]/, 1);
      found.keys.add(key);
      for (const one of listForms(line)) found.forms.add(one);
      let article = -1;
      for (const number of readNumbers(line.slice(line.indexOf(" ") + 1))) {
        article += Math.floor(number / 3) + 1;
        found.articles.set(article, Math.max(found.articles.get(article) ?? 0, 1 + (number % 3)));
      }
    }
    return found;
  }

  function listForms(line) {
    const words = line.slice(0, line.indexOf(" "));
    const key = words.split(/[+,]/, 1)[0];
    return words.split(/(?=[+,])/).map((form, at) => (at ? form.replace(/^\+/, key).replace(/^,/, "") : key));
  }

  function findStem(text, word) {
    for (let end = word.length - 1; end >= Math.max(3, word.length - 5); end -= 1) {
      if (!ENDING.test(word.slice(end))) continue;
      const key = word.slice(0, end);
      const line = `\n${text}\n`.match(new RegExp(`\n(${key}[+, ].*)\n`))?.[1];
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
    };
  }

  async function search(segment, question) {
    const terms = await Promise.all([...question.words, ...question.filters].map((word) => look(segment, word)));
    const words = terms.slice(0, question.words.length);
    const total = segment.places.length / 2;
    const [first, ...others] = [...terms].sort((one, other) => one.articles.size - other.articles.size);
    const hits = [];
    for (const article of [...first.articles.keys()].sort((one, other) => one - other)) {
      if (!others.every((term) => term.articles.has(article))) continue;
      const score = words.reduce((sum, term) => sum + term.articles.get(article) * Math.log(1 + total / term.articles.size), 0);
      const hit = { segment, article, score, words };
      if (question.phrases.length === 0 || (await holdsPhrases(hit, question.phrases))) hits.push(hit);
    }
    return hits;
  }

  async function readText({ segment, article }) {
    const [file, place] = segment.places.slice(2 * article, 2 * article + 2);
    const [articles] = await load(`${segment.name}/t${file}`);
    const [address, title, language, date, section, text] = articles[place];
    return { address, title, language, date, section, text };
  }

  async function holdsPhrases(hit, phrases) {
    const { title, text } = await readText(hit);
    const parts = [title, ...text.split("\n")].map(foldWords);
    return phrases.every((phrase) => parts.some((words) => words.some((_, at) => phrase.every((word, further) => words[at + further] === word))));
  }

  // ---- What is shown

  const tongue = document.documentElement.lang;

  async function show(hit) {
    const { address, title, language, date, section, text } = await readText(hit);
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
    return item;
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
    if (question.words.length + question.filters.length === 0) {
      status.textContent = "";
      return;
    }
    status.textContent = says.searching;
    const wanted = segments.filter(({ name }) => !question.year || name.startsWith(question.year));
    const hits = [];
    let shown = 0;
    let limit = AT_ONCE;
    let failed = false;
    let asked;

    const tell = (done) => {
      const parts = [(hits.length || !done ? (done ? says.found : says.sofar) : says.nothing).replace("{}", hits.length.toLocaleString(tongue))];
      if (failed) parts.push(says.failed);
      status.textContent = parts.join(" ");
    };
    const draw = async () => {
      const items = await Promise.all(hits.slice(shown, limit).map(show));
      if (mine !== current) return;
      shown += items.length;
      list.append(...items);
    };
    more.onclick = async () => {
      const next = shown;
      limit += AT_ONCE;
      more.hidden = true;
      await draw();
      list.children[next]?.querySelector("a").focus();
      asked?.();
      more.hidden = shown >= hits.length;
    };

    for (let at = 0; at < wanted.length; at += 1) {
      // The less was found so far, the more is asked for at a time.
      const ahead = question.best || !hits.length ? Math.min(6, question.best ? 6 : at) : 0;
      for (const next of wanted.slice(at + 1, at + 1 + ahead)) search(next, { ...question, phrases: [] }).catch(() => {});
      try {
        hits.push(...(await search(wanted[at], question)));
      } catch {
        failed = true;
      }
      if (mine !== current) return;
      if (question.best) {
        status.textContent = says.searching;
        continue;
      }
      tell(at === wanted.length - 1);
      await draw();
      if (mine !== current) return;
      if (shown < hits.length || (shown === limit && at < wanted.length - 1)) {
        more.hidden = false;
        await new Promise((resolve) => (asked = () => shown >= hits.length && resolve()));
        if (mine !== current) return;
      }
    }
    if (question.best) {
      hits.sort((one, other) => other.score - one.score);
      await draw();
    }
    tell(true);
    more.hidden = shown >= hits.length;
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
