import type { Call } from "../../state/calls.ts";
import { behindTexts } from "../../texts.behind.ts";
import { edgeWord, instancesOf, type Place, reachesShop, shortName, useOf, wayOf } from "./behind.rules.ts";
import { type Box, curve, distance, layoutOf } from "./layout.rules.ts";
import { milliseconds } from "./words.ts";

interface Props {
  call: Call | undefined;
  known: { name: string; isKilled: boolean }[];
  isWide: boolean;
}

const stores = ["dynamodb", "aurora", "sqs"] as const;
/** How far the dot moves in a second, as a share of the drawing's longer side. */
const SPEED = 0.55;

/** The way of a request as a drawing. The table beside it says the same, so screen readers leave it out. */
export function Drawing({ call, known, isWide }: Props) {
  const t = behindTexts.places;
  const instances = instancesOf(known, call?.servedBy);
  const layout = layoutOf(isWide, instances.length);
  const way = call ? wayOf(call) : [];
  const answering = layout.instances[instances.findIndex(({ hasAnswered }) => hasAnswered)];
  const boxOf = (place: Place): Box =>
    place === "function" ? (answering ?? layout.frame) : layout.places[place];
  const isOn = (one: Place, other: Place) => way.some((place, at) => place === one && way[at + 1] === other);
  const line = (one: Place, other: Place) => (
    <path class={isOn(one, other) ? "line on" : "line"} d={curve(boxOf(one), boxOf(other), isWide)} />
  );
  const steps = way.slice(1).map((place, at) => [boxOf(way[at] ?? place), boxOf(place)] as const);
  const speed = SPEED * Math.max(layout.width, layout.height);
  let arrival = 0;
  const arrivals = steps.map(([from, to]) => {
    arrival += distance(from, to, isWide) / speed;
    return arrival;
  });
  return (
    <svg
      // Another call begins its animation anew.
      key={call?.number}
      class={isWide ? "drawing wide" : "drawing tall"}
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      aria-hidden="true"
    >
      <rect class="frame" {...corner(layout.frame)} rx="4" />
      <text class="frame-name" x={layout.frame.x} y={layout.frame.y - layout.frame.height / 2 + 26}>
        {t.function}
      </text>
      {line("browser", "edge")}
      {line("edge", "gateway")}
      {line("gateway", "function")}
      {stores.map((store) => (
        <g key={store}>{line("function", store)}</g>
      ))}
      <Node
        box={layout.places.browser}
        name={t.browser}
        note={call ? milliseconds(call.ms) : ""}
        isOn={!!call}
      />
      <Node
        box={layout.places.edge}
        name={t.edge}
        note={call ? behindTexts.edges[edgeWord(call.cache)] : ""}
        isOn={!!call}
        isGood={!!call && !reachesShop(call)}
      />
      <Node box={layout.places.gateway} name={t.gateway} note="" isOn={!!call && reachesShop(call)} />
      {instances.map(({ name, isKilled, hasAnswered }, at) => {
        const box = layout.instances[at];
        return box ? (
          <Node
            key={name}
            box={box}
            name={shortName(name)}
            note={hasAnswered ? milliseconds(call?.shopMs) : ""}
            isOn={hasAnswered}
            isKilled={isKilled}
            isInstance
          />
        ) : null;
      })}
      {stores.map((store) => {
        const { calls, ms } = call ? useOf(call, store) : { calls: 0, ms: 0 };
        return (
          <Node
            key={store}
            box={layout.places[store]}
            name={t[store]}
            note={calls > 0 ? `${calls} × · ${milliseconds(ms)}` : ""}
            isOn={calls > 0}
          />
        );
      })}
      {call && (
        <g class="moving">
          {steps.map(([, to], at) => (
            <rect key={at} class="pulse" {...corner(to)} rx="4">
              <animate
                attributeName="opacity"
                values="0;0.9;0"
                begin={`${arrivals[at]}s`}
                dur="0.6s"
                fill="freeze"
              />
            </rect>
          ))}
          <circle class="dot" r={isWide ? 8 : 7}>
            <animateMotion
              dur={`${arrival}s`}
              fill="freeze"
              {...{ path: steps.map(([from, to]) => curve(from, to, isWide)).join(" ") }}
            />
            <animate attributeName="opacity" values="1;0" begin={`${arrival}s`} dur="0.4s" fill="freeze" />
          </circle>
        </g>
      )}
    </svg>
  );
}

const corner = ({ x, y, width, height }: Box) => ({ x: x - width / 2, y: y - height / 2, width, height });

interface NodeProps {
  box: Box;
  name: string;
  note: string;
  isOn: boolean;
  isGood?: boolean;
  isKilled?: boolean;
  isInstance?: boolean;
}

function Node({ box, name, note, isOn, isGood, isKilled, isInstance }: NodeProps) {
  const classes = ["node", isOn && "on", isGood && "good", isKilled && "killed", isInstance && "instance"];
  const { x, y, width } = box;
  return (
    <g class={classes.filter(Boolean).join(" ")}>
      <rect {...corner(box)} rx="4" />
      <text class="node-name" x={x} y={note ? y - 4 : y + 6}>
        {name}
      </text>
      {note && (
        <text class="node-note" x={x} y={y + 17}>
          {note}
        </text>
      )}
      {isKilled && <path class="cross" d={`M${x - width / 2 + 8} ${y}h${width - 16}`} />}
    </g>
  );
}
