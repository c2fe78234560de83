import { type Cart, total, type Write } from "./cart.ts";

export type Cookies = Record<string, string>;

export interface Request {
  method: string;
  path: string;
  cookies: Cookies;
  body: Buffer;
}

export interface Answer {
  status: number;
  body?: unknown;
  /** `name=value` of a cookie to set. */
  cookie?: string | undefined;
}

/** Where carts live. This is what the chapter about carts exchanges. */
export interface Carts {
  read(cookies: Cookies): Promise<{ cart: Cart; cookie?: string | undefined }>;
  write(cookies: Cookies, write: Write): Promise<{ cart: Cart; cookie?: string | undefined }>;
}

export interface Products {
  read(sku: string): Promise<unknown>;
  write(sku: string, product: unknown): Promise<unknown>;
}

export interface Images {
  read(name: string): Promise<Buffer | undefined>;
  write(name: string, image: Buffer): Promise<void>;
}

export interface Ports {
  carts?: Carts;
  products?: Products;
  images?: Images;
  /** Sends the mail that follows an order, or puts it into a queue. */
  mail?: (order: string) => Promise<void>;
}

/** The request is understood and refused. */
export class Refused extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The miniature shop: every chapter runs it, and exchanges what is behind one of its ports. */
export function createShop({ carts, products, images, mail }: Ports) {
  return async ({ method, path, cookies, body }: Request): Promise<Answer> => {
    const [, noun = "", id = ""] = path.split("/");
    const sent = () => JSON.parse(body.toString());
    const none = { status: 404 };
    switch (`${method} ${noun}`) {
      case "GET health":
        return { status: 200 };
      case "GET time":
        return { status: 200, body: { time: new Date().toISOString() } };
      case "GET cart": {
        if (!carts) return none;
        const { cart, cookie } = await carts.read(cookies);
        return { status: 200, body: cart.lines, cookie };
      }
      case "POST cart": {
        if (!carts) return none;
        const { cart, cookie } = await carts.write(cookies, sent());
        return { status: 200, body: cart.lines, cookie };
      }
      case "POST orders": {
        if (mail) await mail(id);
        if (!carts) return { status: 200 };
        const { cart } = await carts.read(cookies);
        const { cookie } = await carts.write(cookies, { id, kind: "clear" });
        return { status: 200, body: { total: total(cart) }, cookie };
      }
      case "GET products":
        return products ? { status: 200, body: await products.read(id) } : none;
      case "PUT products":
        return products ? { status: 200, body: await products.write(id, sent()) } : none;
      case "GET images": {
        const image = await images?.read(id);
        return image ? { status: 200, body: image } : none;
      }
      case "PUT images":
        await images?.write(id, body);
        return images ? { status: 200 } : none;
      default:
        return none;
    }
  };
}
