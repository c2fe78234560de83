/** Light and dark, whichever the reader has. */
export const style = `
:root { color-scheme: light dark; --text: #1c1c1f; --back: #fff; --faint: #d9d9de; --soft: #6a6a72;
  --bare: #b9b9c2; --floor: #8d8d98; --ceiling: #c98a2b; --instance: #2364aa; --door: #3c9a76;
  --medusa: #a05ac8; --vendure: #d1495b; --met: #1d7a4f; --missed: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --text: #e6e6ea; --back: #16161a; --faint: #35353c; --soft: #9a9aa4;
  --bare: #5a5a64; --floor: #83838e; --ceiling: #dba24a; --instance: #6aa5e8; --door: #5cc79c;
  --medusa: #c48ae6; --vendure: #f07584; --met: #63cf9c; --missed: #ff8a80; } }
body { max-width: 54rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); }
h1, h2, h3 { line-height: 1.2; } h2 { margin-top: 2.5rem; } h3 { margin-bottom: 0; font-size: 1rem; }
svg { display: block; width: 100%; height: auto; font: 12px system-ui, sans-serif; fill: var(--text); }
svg .group { font-weight: 600; fill: var(--soft); } svg .mark { stroke: var(--faint); }
svg.dot { display: inline; width: 0.8em; height: 0.8em; }
.bare { fill: var(--bare); } .floor { fill: var(--floor); } .ceiling { fill: var(--ceiling); } .instance { fill: var(--instance); }
.door { fill: var(--door); } .medusa { fill: var(--medusa); } .vendure { fill: var(--vendure); }
table { border-collapse: collapse; font-size: 0.85rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.2rem 0.7rem 0.2rem 0; text-align: left; border-bottom: 1px solid var(--faint); vertical-align: top; }
.wide { overflow-x: auto; } .met { color: var(--met); } .missed { color: var(--missed); }
`;
