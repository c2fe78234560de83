import type { ComponentChildren } from "preact";
import type { Call } from "../../state/calls.ts";
import { behindTexts } from "../../texts.behind.ts";
import { type Bar, edgeWord, reachesShop, shortName, storeOf, waterfall } from "./behind.rules.ts";
import { costOf } from "./cost.rules.ts";
import { dollars, milliseconds, size, tinyDollars } from "./words.ts";

/** The parts of a call with their times and prices: the drawing as text. The bars are a waterfall. */
export function Details({ call }: { call: Call }) {
  const t = behindTexts.table;
  const { places, edgeSentences } = behindTexts;
  const bars = waterfall(call);
  const isOurs = reachesShop(call);
  const cost = costOf({ ...call, isEdgeHit: !isOurs });
  return (
    <div class="details">
      <section aria-labelledby="behind-parts">
        <h2 id="behind-parts">{t.title}</h2>
        <table class="call-parts">
          <thead>
            <tr>
              <th scope="col">{t.part}</th>
              <th scope="col">{t.time}</th>
              <th scope="col">{t.cost}</th>
            </tr>
          </thead>
          <tbody>
            <Row
              name={places.browser}
              note={call.bytes === undefined ? t.waited : t.received(size(call.bytes))}
              ms={call.ms}
              bar={{ from: 0, to: 1 }}
            />
            <Row
              name={places.edge}
              note={edgeSentences[edgeWord(call.cache)]}
              cost={cost.edge}
              isGood={!isOurs}
            />
            {isOurs && <Row name={places.gateway} note={t.gateway} cost={cost.gateway} />}
            {isOurs && (
              <Row
                name={`${places.function} ${shortName(call.servedBy ?? "")}`}
                note={t.computed}
                ms={call.shopMs}
                bar={bars.function}
                cost={cost.function}
              />
            )}
            {call.stores.map(({ name, ms, note }, at) => {
              const store = storeOf(name);
              const words = [store && t.store[store], note && t.note(note)].filter(Boolean).join("; ");
              return (
                <Row
                  key={at}
                  name={name}
                  note={words}
                  ms={ms}
                  bar={bars.stores[at]}
                  cost={cost.stores[at]}
                  isStore
                />
              );
            })}
          </tbody>
        </table>
      </section>
      <section class="price-tag" aria-labelledby="behind-cost">
        <h2 id="behind-cost">{behindTexts.cost.title}</h2>
        <p class="price-large">{dollars(cost.total)}</p>
        <p>{behindTexts.cost.million}</p>
        <p>{behindTexts.cost.one(tinyDollars(cost.total))}</p>
        <p>
          <small>{behindTexts.cost.hint}</small>
        </p>
      </section>
    </div>
  );
}

interface RowProps {
  name: string;
  note: ComponentChildren;
  ms?: number | undefined;
  bar?: Bar | undefined;
  cost?: number | undefined;
  isGood?: boolean;
  isStore?: boolean;
}

function Row({ name, note, ms, bar, cost, isGood, isStore }: RowProps) {
  const t = behindTexts.table;
  return (
    <tr class={isStore ? "store" : undefined}>
      <th scope="row">
        <span class="part-name">{name}</span> <small class={isGood ? "good" : undefined}>{note}</small>
        {bar && (
          <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
            <rect class="bar-ground" width="100" height="4" />
            <rect
              class="bar-time"
              x={bar.from * 100}
              width={Math.max((bar.to - bar.from) * 100, 0.6)}
              height="4"
            />
          </svg>
        )}
      </th>
      <td>{ms === undefined ? t.none : milliseconds(ms)}</td>
      <td>{cost === undefined ? t.none : dollars(cost)}</td>
    </tr>
  );
}
