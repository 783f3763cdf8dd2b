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

  const loaded = new Map();

  globalThis.newsdigestSearch = (...data) => document.currentScript.take(data);

  function load(name) {
    if (!loaded.has(name)) {
      loaded.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.take = resolve;
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

  const SIGNS = "0123456789enritaslhuogcdmkbfpzwvyjxqABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%&'()*+,-./:;<=>?@[]^_`{|}~";
  // Signs from each of these on end a number, and tell a weight; those from the last one on do not end it.
  const ENDS = [0, 30, 42, 48];

  /** The articles that hold a word, and how much it weighs in each. */
  function* readPostings(text) {
    let number = -1;
    let more = 0;
    for (const sign of text) {
      const digit = SIGNS.indexOf(sign);
      if (digit >= ENDS[3]) {
        more = more * (SIGNS.length - ENDS[3]) + digit - ENDS[3] + 1;
        continue;
      }
      const kind = ENDS.filter((start) => start <= digit).length - 1;
      number += more * (ENDS[kind + 1] - ENDS[kind]) + digit - ENDS[kind] + 1;
      more = 0;
      yield [number, kind];
    }
  }

  // By how many slots words are shifted that are hashed alike, so that no slot is much larger than others.
  const SHIFTS = "*B-.D3)@U7B/Q+V#JE$T.C,750(,#-=1:OISO>-3R#.?8ZKX<.NH:S(NK.;IBEAY0Z?.&HRSSA'1F:>,=0KXF7<<6'59U<OJZIE;#BR'5Q658FH%JC9F&#+9VDCD*W<%LO2/6A7B;,N?0I7,BBVT.@JP6-<6*0DP3*%-&%@6E;'@4HOFT&$#'*E%0Y,X/&XOH$5GO'=/2>='50%$S=T34,>&*2*P;)FV>WY#U-:K#-*?BXPZVJ7=>2ELD;HJM%P(";

  function findSlot(word) {
    let value = 0;
    for (const sign of findGroup(word)) value = (value * 31 + sign.codePointAt(0)) % 65521;
    return (((value * 40503) % 65521) + 18 * (SHIFTS.charCodeAt(value % 256) - 35)) % SLOTS;
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
      for (const [number, weight] of readPostings(held)) {
        const { month, at } = segment.articles[number];
        const article = `${month} ${at}`;
        found.articles.set(article, Math.max(found.articles.get(article) ?? 0, 1 + weight));
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

  /** The share of articles that may hold a word, by those that were asked; before, a short word is a common one. */
  function expect(word, { held }) {
    const { found, articles } = held.get(word) ?? { found: 0, articles: 0 };
    return (found + 1 / (/\d/.test(word) ? 30 : word.length)) / (articles + 1);
  }

  /** What a part holds of a word, which is counted for what is looked up first. */
  async function ask(part, word, { held }) {
    const term = await look(part, word);
    const { found, articles } = held.get(word) ?? { found: 0, articles: 0 };
    held.set(word, { found: found + term.articles.size, articles: articles + part.articles.length });
    return term;
  }

  /** What is known of a part for a question: the words that are looked up, those left open, and the articles that may be found, newest first. */
  function begin(part, question) {
    return { part, terms: new Map(), open: new Set([...question.words, ...question.filters]), hits: undefined, doubted: false };
  }

  /** Of the words that are left open, that which is likely to leave the fewest articles. */
  const findRarest = ({ open }, question) => [...open].reduce((one, other) => (expect(other, question) < expect(one, question) ? other : one));

  /** Looks up one more word. */
  async function goOn(state, question, word = findRarest(state, question)) {
    const term = await ask(state.part, word, question);
    state.open.delete(word);
    state.terms.set(word, term);
    state.hits = (state.hits ?? listHits(state, term, question)).filter(({ article }) => term.articles.has(article));
    return term;
  }

  /** The articles that hold a word and are asked for, the newest months first. */
  function listHits(state, term, question) {
    const hits = [...term.articles.keys()].map((article) => ({ state, article, month: article.split(" ")[0], at: Number(article.split(" ")[1]) }));
    return hits.filter(({ month }) => isAsked(month, question)).sort(byMonth);
  }

  /** The newest month of what a part may hold; undefined if it holds nothing. What came in last says only when it is asked. */
  function findNewest({ part, hits }, question) {
    if (hits) return hits[0]?.month;
    return part === recent ? "~" : part.articles.find(({ month }) => isAsked(month, question))?.month;
  }

  /** Whether a word that was looked up does not stand in an article. */
  const isOut = ({ state, article }) => [...state.terms.values()].some(({ articles }) => !articles.has(article));

  /** Whether an article holds all that is asked for; of a month's others, those that are left. */
  async function isFound(hit, others, question) {
    const { state } = hit;
    while (!isOut(hit)) {
      if (!state.open.size) return !question.phrases.length || holdsRest(hit, question);
      const left = others.filter((one) => one.state === state && !isOut(one)).length;
      const next = findRarest(state, question);
      // A phrase is looked for in the texts in any case: a word is looked up first only if that likely spares one.
      if (question.phrases.length) {
        if ((left + state.hits.length) * (1 - expect(next, question)) < 1) return holdsRest(hit, question);
      } else {
        // Texts, which are shown, may tell for less than the words that are left open, if these are common.
        const share = [...state.open].reduce((product, word) => product * (question.words.includes(word) ? expect(word, question) : 0), 1);
        if (!state.doubted && share * state.open.size >= (1 - share) * left) return holdsRest(hit, question);
      }
      await goOn(state, question, next);
    }
    return false;
  }

  const isAsked = (month, { year }) => !year || month.startsWith(year);

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
  function rate({ state, article }, held, articles) {
    return Math.round(1e6 * [...held].reduce((sum, [word, count]) => sum + state.terms.get(word).articles.get(article) * Math.log(1 + articles / count), 0));
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

  /** Whether an article holds the phrases and what was left open: its text is read, and the index only for a word that does not stand there as it was typed. */
  async function holdsRest(hit, question) {
    const { state } = hit;
    const wanted = new Set(question.phrases);
    const open = new Set(state.open);
    const strike = (part) => {
      const words = foldWords(part);
      for (const word of words) open.delete(word);
      for (const phrase of wanted) if (words.some((_, at) => phrase.every((word, further) => words[at + further] === word))) wanted.delete(phrase);
    };
    const { title, text, pieces } = await readText(hit);
    [title, ...text.split("\n")].forEach(strike);
    if (wanted.size) for await (const more of readOn(hit, pieces)) more.split("\n").forEach(strike);
    state.doubted ||= wanted.size + open.size > 0;
    if (wanted.size) return false;
    for (const word of open) if (state.open.has(word)) await goOn(state, question, word);
    return !isOut(hit);
  }

  /** What a hit is marked by: a word that its text alone was asked for is marked as it was typed. */
  const listTerms = ({ state }, question) => question.words.map((word) => state.terms.get(word) ?? { forms: new Set([word]), keys: new Set() });

  // ---- What is shown

  const tongue = document.documentElement.lang;

  async function draw(hit, words) {
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
    mark(link, title, words);
    mark(excerpt, cut(text, words), words);
    head.append(link);
    item.append(head, about, excerpt);
    if (!excerpt.querySelector("mark")) findExcerpt(excerpt, readOn(hit, pieces), words).catch(() => {});
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
    // Whether the reader has asked for more and none has come since: the first one gets the focus.
    let asked = false;

    const notice = async (promise) => {
      try {
        return await promise;
      } catch {
        failed = true;
        return undefined;
      }
    };
    /** Says how many were found: at first, when the reader may ask for more, and when there are no more. */
    const tell = (done) => {
      const said = done ? (hits.length ? says.found : says.nothing) : hits.length ? says.sofar : says.searching;
      const text = said.replace("{}", hits.length.toLocaleString(tongue)) + (failed ? ` · ${says.failed}` : "");
      // What is the same is not announced again.
      if (status.textContent !== text) status.textContent = text;
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
      for (;;) {
        if (!shown || asked) tell(false);
        while (shown < Math.min(limit, hits.length)) {
          if (shown === sorted) await sortNext();
          // The first one comes alone, so that it comes soon.
          if (shown) for (const next of hits.slice(shown + 1, Math.min(limit, sorted, shown + 5))) readText(next).catch(() => {});
          const item = await notice(draw(hits[shown], listTerms(hits[shown], question)));
          if (mine !== current) return false;
          shown += 1;
          if (item) list.append(item);
          if (item && asked) item.querySelector("a").focus();
          asked &&= !item;
        }
        const isEnd = shown < limit || (done && shown === hits.length);
        if (done || !isEnd) tell(done);
        if (isEnd) break;
        more.hidden = false;
        await new Promise((resolve) => (more.onclick = resolve));
        if (mine !== current) return false;
        more.hidden = asked = true;
        limit += AT_ONCE;
      }
      return true;
    };
    const states = [recent, ...parts].map((part) => begin(part, question));
    if (question.best) {
      await Promise.all(states.flatMap((state) => [...state.open].map((word) => notice(goOn(state, question, word)))));
      const told = states.filter(({ terms }) => terms.size === question.words.length + question.filters.length);
      for (const hit of told.flatMap((state) => state.hits)) {
        if (!question.phrases.length || (await notice(holdsRest(hit, question)))) hits.push(hit);
        if (mine !== current) return;
      }
      const count = (word) => told.reduce((sum, { terms }) => sum + [...terms.get(word).articles.keys()].filter((article) => isAsked(article, question)).length, 0);
      const held = new Map(question.words.map((word) => [word, count(word)]));
      const articles = [...counts].reduce((sum, [month, count]) => sum + (isAsked(month, question) ? count : 0), 0);
      for (const hit of hits) hit.score = rate(hit, held, articles);
      hits.sort(byMonth);
      await show(true);
      return;
    }
    /** Takes all that may be found of one month, newest first, and shows each as soon as it is sure. */
    const add = async (found) => {
      const sortedHits = (await notice(sortMonth(found))) ?? found;
      for (const [at, hit] of sortedHits.entries()) {
        const isSure = !question.phrases.length && !hit.state.open.size;
        if (await notice(isFound(hit, sortedHits.slice(at), question))) hits.push(hit);
        if (mine !== current) return false;
        sorted = hits.length;
        if (!isSure && !(await show(false))) return false;
      }
      return show(false);
    };
    const isSingle = states[0].open.size < 2;
    const take = async (state) => {
      if ((await notice(goOn(state, question))) === undefined) state.hits = [];
    };
    for (;;) {
      const waiting = states.filter((state) => findNewest(state, question) !== undefined);
      waiting.sort((one, other) => compare(findNewest(one, question), findNewest(other, question)));
      if (!waiting.length) break;
      const newest = findNewest(waiting[0], question);
      const due = waiting.filter((state) => findNewest(state, question) === newest);
      // The first result comes soon if no more is looked up than it needs, the others if all is at once.
      const behind = due.filter(({ hits, open }) => !hits || (shown && open.size));
      if (behind.length) {
        // As long as nothing is found, some further parts are asked at the same time.
        const isLost = !hits.length && !waiting.some((state) => state.hits) && waiting.length < states.length - 1;
        await Promise.all((isLost ? waiting.slice(0, Math.max(behind.length, isSingle ? 3 : 2)) : behind).map(take));
        if (mine !== current) return;
        continue;
      }
      const found = due.flatMap(({ hits }) => hits.filter(({ month }) => month === newest));
      for (const state of due) state.hits = state.hits.filter(({ month }) => month !== newest);
      if (!(await add(found))) return;
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
