/** A colour's name for people, its code in a sku, and what it looks like on a picture. */
export const colors = {
  White: { code: "WHT", hex: "#f7f6f2" },
  Ecru: { code: "ECR", hex: "#e6dbc4" },
  Camel: { code: "CML", hex: "#bd9362" },
  Chestnut: { code: "CHN", hex: "#7b4b30" },
  Rust: { code: "RST", hex: "#b25a35" },
  Mustard: { code: "MST", hex: "#cfa13f" },
  Burgundy: { code: "BRG", hex: "#702a39" },
  Blush: { code: "BLS", hex: "#deb1a7" },
  Olive: { code: "OLV", hex: "#70704a" },
  Forest: { code: "FRS", hex: "#33503f" },
  Sky: { code: "SKY", hex: "#a0bfd6" },
  Navy: { code: "NVY", hex: "#2b3b58" },
  Gray: { code: "GRY", hex: "#9b9da1" },
  Black: { code: "BLK", hex: "#2b2b2f" },
} as const;

export type Color = keyof typeof colors;

/** The colours that a kind of cloth is dyed in. */
export const dyes = {
  every: Object.keys(colors) as Color[],
  light: ["White", "Ecru", "Camel", "Rust", "Blush", "Olive", "Sky", "Navy", "Black"],
  crisp: ["White", "Ecru", "Blush", "Sky", "Navy", "Gray", "Black"],
  deep: ["Camel", "Chestnut", "Rust", "Mustard", "Burgundy", "Olive", "Forest", "Navy", "Gray", "Black"],
  jewel: ["Ecru", "Rust", "Burgundy", "Blush", "Forest", "Sky", "Navy", "Black"],
  rugged: ["Ecru", "Camel", "Rust", "Olive", "Forest", "Navy", "Gray", "Black"],
  indigo: ["Ecru", "Sky", "Navy", "Gray", "Black"],
  hide: ["White", "Camel", "Chestnut", "Burgundy", "Navy", "Black"],
  patent: ["White", "Burgundy", "Navy", "Black"],
} satisfies Record<string, Color[]>;
