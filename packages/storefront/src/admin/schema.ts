// Written by `npm run client:types` from the published description of the API. Do not edit it.

export interface paths {
    "/admin/v1/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload an image
         * @description Send the file with the request in `upload`. It goes straight to S3, which accepts only this type and size. Then read the image until its status is `ready` or `refused`.
         *
         *     Scope: `catalog:write`.
         */
        post: operations["createUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/images/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an image
         * @description A ready image has copies in up to four widths, in AVIF and WebP. Their URLs never change.
         *
         *     Scope: `catalog:read`.
         */
        get: operations["getImage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the products
         * @description Of every status, the newest first.
         *
         *     Scope: `catalog:read`.
         */
        get: operations["listProducts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/products/{handle}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a product with its variants and their stock
         * @description Scope: `catalog:read`.
         */
        get: operations["getProduct"];
        /**
         * Create or replace a product with its variants
         * @description All or nothing. New variants have no stock; existing ones keep their stock and image; variants that are missing here are deleted, unless they have stock: then nothing is changed. `formerHandle` renames a product. The body may have 1 MB. The same product again changes nothing, also with the `If-Match` of before, so the request can be repeated.
         *
         *     Scope: `catalog:write`.
         */
        put: operations["putProduct"];
        post?: never;
        /**
         * Delete a product
         * @description Deletes it with its variants and the redirects to it. A product that was ordered is archived instead.
         *
         *     Scope: `catalog:write`.
         */
        delete: operations["deleteProduct"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/variants/{sku}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the prices, the image or the threshold for low stock of a variant
         * @description Fields that are missing stay as they are. Repeating the request does no harm.
         *
         *     Scope: `catalog:write`.
         */
        patch: operations["changeVariant"];
        trace?: never;
    };
    "/admin/v1/variants/{sku}/stock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the stock of a variant
         * @description Scope: `catalog:read`.
         */
        get: operations["getStock"];
        /**
         * Set a counted stock
         * @description Get the stock, count, and send its `ETag`. If anything was sold or moved in between, nothing is changed and the answer is 412. The difference is recorded as a movement. The same request again, with no change after it, is answered like the first one.
         *
         *     Scope: `stock:write`.
         */
        put: operations["setStock"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/variants/{sku}/stock-movements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what people did to the stock of a variant
         * @description The newest first, each with its author. Sales and cancellations are in the orders.
         *
         *     Scope: `catalog:read`.
         */
        get: operations["listStockMovements"];
        put?: never;
        /**
         * Add to the stock of a variant, or take from it
         * @description The stock is never below 0. Send an `Idempotency-Key`, so that a repetition does not add twice.
         *
         *     Scope: `stock:write`.
         */
        post: operations["moveStock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the categories
         * @description In their order.
         *
         *     Scope: `catalog:read`.
         */
        get: operations["listCategories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/categories/{handle}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Create or replace a category
         * @description Repeating the request does no harm.
         *
         *     Scope: `catalog:write`.
         */
        put: operations["putCategory"];
        post?: never;
        /**
         * Delete an empty category
         * @description It must have no products, of any status, and no categories below it.
         *
         *     Scope: `catalog:write`.
         */
        delete: operations["deleteCategory"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/reports/stock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the variants with little stock
         * @description About the lowest stock first: by 0, 1, 2 to 3, 4 to 7 and so on, and then by SKU. Without archived products.
         *
         *     Scope: `catalog:read`.
         */
        get: operations["reportStock"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the orders
         * @description The newest first, without their lines. `q` finds an order by its number, e-mail or recipient.
         *
         *     Scope: `orders:read`.
         */
        get: operations["listOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an order
         * @description With its lines, payments and fulfillments.
         *
         *     Scope: `orders:read`.
         */
        get: operations["getOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/orders/{id}/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record a payment
         * @description Money that the shop has received by bank transfer, in cash or by card terminal. An order can be paid in parts, but never more than its total. With the last part, its `paymentStatus` is `paid`. An order that is paid and delivered is `complete`.
         *
         *     Scope: `orders:write`.
         */
        post: operations["recordPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/orders/{id}/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the confirmation again
         * @description Mails the order as it is now to its e-mail, as after it was placed. The mail has a link to the order's page. Each request sends a mail.
         *
         *     Scope: `orders:write`.
         */
        post: operations["sendConfirmation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/orders/{id}/fulfillments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ship an order or a part of it
         * @description Without `lines`: everything that has not been shipped or put back into stock. Never more than was ordered, also if several people ship at once. The order is then `confirmed` and can no longer be canceled. An authorized payment is captured completely within a minute, also if this is only a part.
         *
         *     Scope: `fulfillments:write`.
         */
        post: operations["shipOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/orders/{id}/fulfillments/{fulfillmentId}/delivery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record the delivery of a fulfillment
         * @description When everything in the order is delivered, its `fulfillmentStatus` is `delivered`; if it is also paid, it is `complete`. Repeating the request does no harm.
         *
         *     Scope: `fulfillments:write`.
         */
        post: operations["deliverFulfillment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/reports/sales": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report the sales
         * @description Orders by the day on which they were placed, and refunds by the day on which they succeeded, in UTC, without canceled orders. At most 400 days. Periods without orders and refunds are left out. By product and category, at most 500 are listed, the highest sales first, and then the refunds that belong to no line; `total` contains all.
         *
         *     Scope: `orders:read`.
         */
        get: operations["reportSales"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/orders/{id}/cancellation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel an order
         * @description Possible until a part of the order has been shipped. The stock returns once; repeating the request does no harm. A provider's payment is released or refunded. Money that the shop has received itself is not: send it back, and record that as a refund.
         *
         *     Scope: `orders:write`.
         */
        post: operations["cancelOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/orders/{id}/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refund an order
         * @description Pays back a part of the order or all of it, never more than was paid. The payment provider does it, or the shop itself if the order was paid outside this API. If the provider does not answer, the refund is `pending`, and made later. The settings limit what a key with the role `support` may refund.
         *
         *     Scope: `refunds:write`.
         */
        post: operations["requestRefund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description An amount in minor units: 2599 USD is $25.99. */
        Money: {
            amount: number;
            /** @constant */
            currency: "USD";
        };
        /** @description An error, according to RFC 9457. */
        Problem: {
            /** @description A link to the code's description, such as `/docs#route.unknown`. */
            type: string;
            /** @description A short text, always the same for a code, in English. */
            title: string;
            /** @description The HTTP status. */
            status: number;
            /**
             * @description Identifies the problem. Decide by this member; texts may change.
             * @enum {string}
             */
            code: "request.malformed" | "request.media_type" | "request.too_large" | "request.invalid" | "route.unknown" | "route.method" | "edge.bypassed" | "session.cross_site" | "session.required" | "session.expired" | "session.bad_credentials" | "session.too_many_attempts" | "session.unknown" | "customer.email_taken" | "customer.unknown_token" | "customer.wrong_password" | "address.unknown" | "address.limit" | "catalog.unknown_product" | "catalog.unknown_sku" | "catalog.unknown_category" | "catalog.unknown_collection" | "catalog.unknown_redirect" | "catalog.has_stock" | "catalog.sku_taken" | "catalog.handle_taken" | "catalog.changed" | "catalog.category_not_empty" | "catalog.category_cycle" | "catalog.redirect_loop" | "catalog.collection_limit" | "stock.below_zero" | "stock.changed" | "cart.quantity_limit" | "cart.line_limit" | "cart.changed" | "cart.busy" | "cart.empty" | "cart.already_ordered" | "checkout.item_unavailable" | "checkout.price_changed" | "checkout.too_many_unpaid" | "checkout.busy" | "stock.insufficient" | "shipping.unknown_option" | "shipping.not_available" | "order.unknown" | "order.not_cancelable" | "order.not_shippable" | "order.not_payable" | "fulfillment.unknown" | "fulfillment.exceeds_ordered" | "fulfillment.limit" | "payment.exceeds_owed" | "payment.provider_missing" | "payment.amount_limit" | "payment.unconfirmed" | "refund.exceeds_paid" | "refund.limit" | "refund.role_limit" | "refund.unknown_lines" | "customer.unknown" | "key.invalid" | "key.scope" | "event.not_dead" | "key.unknown" | "settings.changed" | "image.unknown" | "webhook.unknown" | "webhook.signature" | "idempotency.key_missing" | "idempotency.key_reused" | "service.unavailable" | "service.not_ready" | "service.fault" | "client.offline" | "client.timeout" | "client.unexpected";
            /** @description What happened and what to do, in English. */
            detail: string;
            /** @description Identifies the request in the shop's log. Include it when you report a problem. */
            requestId: string;
            /** @description `request.invalid`: each invalid part. */
            errors?: {
                /** @description The invalid part: `#/a/0` is a JSON pointer into the body, `?name` is a query parameter, `{name}` is a part of the path, anything else is a header. */
                pointer: string;
                /** @description What is wrong, in English. For example: `is missing`. */
                message: string;
            }[];
            /** @description `checkout.price_changed`: the current total. */
            total?: components["schemas"]["Money"];
            /** @description `stock.insufficient`: the SKUs with too little stock. `checkout.item_unavailable`: the SKUs that are no longer sold. `catalog.sku_taken`: the SKUs of another product. `catalog.has_stock`: the variants with stock. */
            skus?: string[];
            /** @description `shipping.not_available`: the countries to which the shop ships. */
            countries?: string[];
            /** @description `key.scope`: the missing scopes. */
            scope?: string;
            /** @description `cart.already_ordered`: the order's id. */
            orderId?: string;
            /** @description `session.too_many_attempts` and `checkout.busy`: seconds to wait before the next attempt. */
            retryAfter?: number;
            /** @description `service.not_ready`: the state of each data store. */
            stores?: {
                /** @enum {string} */
                name: "dynamodb" | "aurora";
                /** @enum {string} */
                state: "up" | "down";
            }[];
        } & {
            [key: string]: unknown;
        };
        Image: {
            /** @description Relative to this origin. */
            url: string;
            /** @description Text for people who cannot see the image. */
            alt: string;
        };
        /** @description A postal address as it was saved. */
        StoredAddress: {
            name: string;
            company?: string;
            line1: string;
            line2?: string;
            city: string;
            region?: string;
            postalCode?: string;
            /** @description ISO 3166-1 alpha-2, or XK */
            country: string;
            phone?: string;
        };
        /**
         * @example {
         *       "lines": [
         *         {
         *           "sku": "tee-white-m",
         *           "quantity": 1
         *         }
         *       ],
         *       "reason": "Too small",
         *       "restock": true
         *     }
         */
        RequestRefund: {
            /** @description Default: the price of `lines`; without lines, everything that is paid and not refunded. */
            amount?: components["schemas"]["Money"] | ("" | null);
            /** @description What is refunded. Shipping is not part of a line's price. */
            lines?: {
                sku: string;
                quantity: number;
            }[] | ("" | null);
            /** @description For the shop's books. The shopper does not see it. */
            reason: string;
            /** @description Whether the units of `lines` go back into stock. They are not shipped any more; units of a line that were not shipped go first. */
            restock: boolean;
        };
        AdminRefund: {
            id: string;
            amount: components["schemas"]["Money"];
            /**
             * @description `pending` until the payment provider confirms it. `failed`: nothing was paid back.
             * @enum {string}
             */
            status: "pending" | "succeeded" | "failed";
            reason: string;
            /** Format: date-time */
            createdAt: string;
        };
        /**
         * @example {
         *       "carrier": "DHL",
         *       "trackingNumber": "00340434161094015902",
         *       "trackingUrl": "https://example.com/track/00340434161094015902"
         *     }
         */
        Ship: {
            /** @description What is in the parcel. Without it: everything that has not been shipped yet. */
            lines?: {
                sku: string;
                quantity: number;
            }[];
            carrier: string;
            trackingNumber?: string | ("" | null);
            /** @description Where the customer can follow the parcel. */
            trackingUrl?: string | ("" | null);
        };
        AdminFulfillment: {
            id: string;
            lines: {
                sku: string;
                quantity: number;
            }[];
            carrier: string;
            trackingNumber: string | null;
            trackingUrl: string | null;
            /** Format: date-time */
            shippedAt: string;
            deliveredAt: string | null;
        };
        /**
         * @example {
         *       "amount": {
         *         "amount": 12399,
         *         "currency": "USD"
         *       },
         *       "reference": "Bank transfer 2026-11-28/17"
         *     }
         */
        RecordPayment: {
            amount: components["schemas"]["Money"];
            /** @description How to find the payment again: a bank reference, a receipt, a terminal's transaction. */
            reference?: string | ("" | null);
        };
        AdminPayment: {
            id: string;
            provider: string;
            /** @enum {string} */
            status: "pending" | "authorized" | "paid" | "partially_refunded" | "refunded" | "failed" | "canceled";
            amount: components["schemas"]["Money"];
            reference: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        AdminOrderSummary: {
            id: string;
            /** @description A short number for conversations. It gives no access to the order. */
            number: number;
            /**
             * @description `open` until the shop confirms it. `complete` and `canceled` are final.
             * @enum {string}
             */
            status: "open" | "confirmed" | "complete" | "canceled";
            /** @enum {string} */
            paymentStatus: "pending" | "authorized" | "paid" | "partially_refunded" | "refunded" | "failed" | "canceled";
            /**
             * @description How much of the order has been shipped.
             * @enum {string}
             */
            fulfillmentStatus: "not_fulfilled" | "partially_shipped" | "shipped" | "delivered" | "returned";
            email: string;
            /** @description null for a guest's order. The account may have been erased since. */
            customerId: string | null;
            /** @description The sum of subtotal, shipping and tax. */
            total: components["schemas"]["Money"];
            /** @description The sum of the recorded payments. */
            paid: components["schemas"]["Money"];
            /** Format: date-time */
            placedAt: string;
            /** @description The recipient's. */
            name: string;
            /** @description The number of units. */
            itemCount: number;
        };
        AdminOrderPage: {
            data: components["schemas"]["AdminOrderSummary"][];
            /** @description Pass it as `cursor` to get the next page. null on the last page. */
            nextCursor: string | null;
        };
        AdminOrderLine: {
            sku: string;
            title: string;
            /** @description What distinguishes a variant from the product's other variants. */
            options: {
                size: string;
                color: string;
            };
            image: components["schemas"]["Image"] | null;
            quantity: number;
            unitPrice: components["schemas"]["Money"];
            lineTotal: components["schemas"]["Money"];
            /** @description How many units were shipped. */
            shipped: number;
        };
        AdminOrder: {
            id: string;
            /** @description A short number for conversations. It gives no access to the order. */
            number: number;
            /**
             * @description `open` until the shop confirms it. `complete` and `canceled` are final.
             * @enum {string}
             */
            status: "open" | "confirmed" | "complete" | "canceled";
            /** @enum {string} */
            paymentStatus: "pending" | "authorized" | "paid" | "partially_refunded" | "refunded" | "failed" | "canceled";
            /**
             * @description How much of the order has been shipped.
             * @enum {string}
             */
            fulfillmentStatus: "not_fulfilled" | "partially_shipped" | "shipped" | "delivered" | "returned";
            email: string;
            /** @description null for a guest's order. The account may have been erased since. */
            customerId: string | null;
            /** @description The sum of subtotal, shipping and tax. */
            total: components["schemas"]["Money"];
            /** @description The sum of the recorded payments. */
            paid: components["schemas"]["Money"];
            /** Format: date-time */
            placedAt: string;
            lines: components["schemas"]["AdminOrderLine"][];
            /** @description The sum of all lines. */
            subtotal: components["schemas"]["Money"];
            shipping: components["schemas"]["Money"];
            tax: components["schemas"]["Money"];
            /** @description What was taken off. Empty: the shop has no discounts yet. */
            discounts: {
                code: string | null;
                title: string;
                amount: components["schemas"]["Money"];
            }[];
            /** @description The parts of `tax`. Empty: the shop charges no tax yet. */
            taxLines: {
                title: string;
                amount: components["schemas"]["Money"];
            }[];
            shippingAddress: components["schemas"]["StoredAddress"];
            shippingOption: {
                id: string;
                /** @description As it was when the order was placed. */
                title: string | null;
            };
            /** @description null: the address of the shipment. */
            billingAddress: components["schemas"]["StoredAddress"] | null;
            /** @description The shopper's text for the shop. */
            note: string | null;
            /** @description How the order is paid. */
            payment: {
                /** @description Absent if the shop collects the payment outside this API. */
                id?: string;
                provider: string;
                /** @enum {string} */
                status: "pending" | "authorized" | "paid" | "partially_refunded" | "refunded" | "failed" | "canceled";
                /**
                 * Format: date-time
                 * @description Until then the stock is held, and the shopper can pay.
                 */
                expiresAt?: string;
            };
            /** @description The money received, the oldest first. */
            payments: components["schemas"]["AdminPayment"][];
            fulfillments: components["schemas"]["AdminFulfillment"][];
            /** @description The newest 100. */
            refunds: components["schemas"]["AdminRefund"][];
        };
        /**
         * @example {
         *       "title": "Shirts",
         *       "position": 1
         *     }
         */
        PutCategory: {
            title: string;
            /** @description Plain text. */
            description?: string;
            image?: {
                /** @description A path of this origin, or an https address. */
                url: string;
                /** @description Text for people who cannot see the image. Empty for decoration. */
                alt: "" | string;
            } | null;
            /** @description Lists begin with the lowest position. */
            position: number;
            /** @description The `handle` of the category above. */
            parent?: string | null;
            /** @description For search engines, where it differs from the texts above. */
            seo?: {
                title?: "" | string;
                description?: "" | string;
            } | null;
        };
        AdminCategory: {
            handle: string;
            title: string;
            description: string;
            image: components["schemas"]["Image"] | null;
            position: number;
            parent: string | null;
            seo: {
                title?: string;
                description?: string;
            } | null;
            /** @description The products that shoppers see. */
            productCount: number;
        };
        AdminCategoryPage: {
            data: components["schemas"]["AdminCategory"][];
            /** @description Pass it as `cursor` to get the next page. null on the last page. */
            nextCursor: string | null;
        };
        AdminVariant: {
            sku: string;
            /** @description What distinguishes a variant from the product's other variants. */
            options: {
                size: string;
                color: string;
            };
            price: components["schemas"]["Money"];
            /** @description The former price, if the variant is reduced. */
            compareAtPrice: components["schemas"]["Money"] | null;
            /** @description In grams. */
            weight: number | null;
            /** @description null: the product's first image is shown. */
            image: components["schemas"]["Image"] | null;
            stock: number;
            /** @description The event `stock.low` comes when the stock falls to this. */
            lowStock: number;
        };
        /**
         * @example {
         *       "price": {
         *         "amount": 2599,
         *         "currency": "USD"
         *       }
         *     }
         */
        PatchVariant: {
            /** @description An amount in minor units: 2599 USD is $25.99. */
            price?: {
                amount: number;
                /** @constant */
                currency: "USD";
            };
            /** @description null: the variant is not reduced. */
            compareAtPrice?: {
                amount: number;
                /** @constant */
                currency: "USD";
            } | null;
            /** @description null: the product's first image is shown. */
            image?: {
                /** @description A path of this origin, or an https address. */
                url: string;
                /** @description Text for people who cannot see the image. Empty for decoration. */
                alt: "" | string;
            } | null;
            /** @description The event `stock.low` comes when the stock falls to this. At first 5. */
            lowStock?: number;
        };
        PutProduct: {
            title: string;
            /** @description Plain text. */
            description: string;
            /** @description The `handle` of its category. */
            category: string;
            /**
             * @description Shoppers see `active` products only. `archived`: no longer sold.
             * @enum {string}
             */
            status: "draft" | "active" | "archived";
            /** @description The main image first. */
            images: {
                /** @description A path of this origin, or an https address. */
                url: string;
                /** @description Text for people who cannot see the image. Empty for decoration. */
                alt: "" | string;
            }[];
            /** @description They follow from the variants, so leave them out. Sent ones must be those of the variants, in their order. */
            options?: {
                name: string;
                values: string[];
            }[];
            /** @description In the order in which they are shown. Each SKU and each combination once. */
            variants: {
                sku: string;
                options: {
                    size: string;
                    color: string;
                };
                /** @description An amount in minor units: 2599 USD is $25.99. */
                price: {
                    amount: number;
                    /** @constant */
                    currency: "USD";
                };
                /** @description Higher than the price. */
                compareAtPrice?: {
                    amount: number;
                    /** @constant */
                    currency: "USD";
                } | null;
                /** @description In grams. */
                weight?: number | null;
            }[];
            /** @description For search engines, where it differs from the texts above. */
            seo?: {
                title?: "" | string;
                description?: "" | string;
            } | null;
            /** @description For the merchant. Each once. */
            tags?: string[];
            /** @description Renames the product that has this handle, if there is none with the handle in the path. It keeps its id, stock and orders, and the former handle redirects to it. */
            formerHandle?: string;
        };
        AdminProduct: {
            id: string;
            handle: string;
            title: string;
            description: string;
            category: string;
            /**
             * @description Shoppers see `active` products only. `archived`: no longer sold.
             * @enum {string}
             */
            status: "draft" | "active" | "archived";
            images: components["schemas"]["Image"][];
            /** @description The choices to offer: `size` and `color`, each with all its values. */
            options: {
                name: string;
                values: string[];
            }[];
            variants: components["schemas"]["AdminVariant"][];
            seo: {
                title?: string;
                description?: string;
            } | null;
            tags: string[];
            /** @description Counts the changes, without those of the stock. */
            version: number;
            /** Format: date-time */
            updatedAt: string;
        };
        AdminProductSummary: {
            id: string;
            handle: string;
            title: string;
            category: string;
            /**
             * @description Shoppers see `active` products only. `archived`: no longer sold.
             * @enum {string}
             */
            status: "draft" | "active" | "archived";
            image: components["schemas"]["Image"] | null;
            variantCount: number;
            /** @description null: it has no variant. */
            priceFrom: components["schemas"]["Money"] | null;
            /** @description Of all variants. */
            stock: number;
            /** Format: date-time */
            updatedAt: string;
        };
        AdminProductPage: {
            data: components["schemas"]["AdminProductSummary"][];
            /** @description Pass it as `cursor` to get the next page. null on the last page. */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "filename": "camp-collar-shirt.jpg",
         *       "contentType": "image/jpeg",
         *       "bytes": 2481113
         *     }
         */
        NewUpload: {
            /** @description The name of the file, for people. */
            filename: string;
            /** @enum {string} */
            contentType: "image/png" | "image/jpeg" | "image/webp" | "image/avif";
            /** @description The size of the file, at most 10 MB. */
            bytes: number;
        };
        Upload: {
            /** @description The image's id. `GET /admin/v1/images/{id}` has its status. */
            id: string;
            upload: {
                /** @constant */
                method: "PUT";
                url: string;
                /** @description Send them unchanged. A browser sets `content-length` itself. */
                headers: {
                    [key: string]: string;
                };
            };
            /**
             * Format: date-time
             * @description When the request is no longer accepted.
             */
            expiresAt: string;
        };
        AdminImage: {
            id: string;
            filename: string;
            /** @enum {string} */
            status: "pending" | "ready" | "refused";
            /** @description Why the image was refused, for people. */
            reason?: string;
            /** @description In pixels, after the camera's rotation was applied. null until the image is ready. */
            width: number | null;
            /** @description null until the image is ready. */
            height: number | null;
            /** @description The largest copy. null until the image is ready. */
            url: string | null;
            /** @description null until the image is ready. */
            srcset: {
                avif: string;
                webp: string;
            } | null;
            /** Format: date-time */
            createdAt: string;
        };
        SalesReport: {
            data: {
                /** @description The day, the Monday of the week, the first day of the month, or the handle. null: products that were deleted, and other refunds. */
                key: string | null;
                /** @description Of the product or the category. `Other refunds`: the row of the refunds that name no lines, or another amount than the price of their lines. */
                title: string | null;
                orders: number;
                /** @description Units. */
                pieces: number;
                /** @description The sum of all lines. */
                gross: components["schemas"]["Money"];
                discounts: components["schemas"]["Money"];
                /** @description null by product and category, because orders pay shipping and tax as a whole. */
                shipping: components["schemas"]["Money"] | null;
                tax: components["schemas"]["Money"] | null;
                /** @description What was paid back in this time, whenever the order was placed. It may contain shipping and tax. Refunds of canceled orders do not count, because their sales do not either. */
                refunds: components["schemas"]["Money"];
                /** @description Gross without discounts and refunds, and without shipping and tax. Below zero if more was refunded than sold. */
                net: {
                    amount: number;
                    /** @constant */
                    currency: "USD";
                };
            }[];
            /** @description Of the whole range. */
            total: {
                orders: number;
                /** @description Units. */
                pieces: number;
                /** @description The sum of all lines. */
                gross: components["schemas"]["Money"];
                discounts: components["schemas"]["Money"];
                /** @description null by product and category, because orders pay shipping and tax as a whole. */
                shipping: components["schemas"]["Money"] | null;
                tax: components["schemas"]["Money"] | null;
                /** @description What was paid back in this time, whenever the order was placed. It may contain shipping and tax. Refunds of canceled orders do not count, because their sales do not either. */
                refunds: components["schemas"]["Money"];
                /** @description Gross without discounts and refunds, and without shipping and tax. Below zero if more was refunded than sold. */
                net: {
                    amount: number;
                    /** @constant */
                    currency: "USD";
                };
            };
        };
        /**
         * @example {
         *       "delta": 12,
         *       "reason": "received"
         *     }
         */
        NewStockMovement: {
            /** @description Units that are added to the stock, or with a minus taken from it. */
            delta: number;
            /** @enum {string} */
            reason: "received" | "counted" | "damaged" | "returned" | "correction";
            /** @description For colleagues. */
            note?: string;
        };
        StockMovement: {
            id: string;
            sku: string;
            delta: number;
            /** @description The stock after the movement. */
            stock: number;
            /** @enum {string} */
            reason: "received" | "counted" | "damaged" | "returned" | "correction";
            note: string | null;
            /** @description The API key that made the movement. */
            keyId: string;
            keyName: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        StockMovementPage: {
            data: components["schemas"]["StockMovement"][];
            /** @description Pass it as `cursor` to get the next page. null on the last page. */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "quantity": 9
         *     }
         */
        SetStock: {
            quantity: number;
        };
        Stock: {
            sku: string;
            quantity: number;
        };
        StockReport: {
            data: {
                sku: string;
                productHandle: string;
                title: string;
                /**
                 * @description Shoppers see `active` products only. `archived`: no longer sold.
                 * @enum {string}
                 */
                status: "draft" | "active" | "archived";
                /** @description What distinguishes a variant from the product's other variants. */
                options: {
                    size: string;
                    color: string;
                };
                stock: number;
            }[];
            /** @description Pass it as `cursor` to get the next page. null on the last page. */
            nextCursor: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    createUpload: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request with the same key returns the same image, with a new upload request. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUpload"];
            };
        };
        responses: {
            /** @description The image's id, and the request that uploads its file. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code: "request.malformed" | "key.invalid" | "edge.bypassed" | "key.scope" | "request.too_large" | "request.media_type" | "request.invalid" | "idempotency.key_reused" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    getImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The image's id (`img_…`). */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The image. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminImage"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code: "key.invalid" | "edge.bypassed" | "key.scope" | "image.unknown" | "route.unknown" | "route.method" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    listProducts: {
        parameters: {
            query?: {
                /** @description Words of the title or the description, a whole handle, or a whole SKU. */
                q?: string;
                /** @description Shoppers see `active` products only. `archived`: no longer sold. */
                status?: "draft" | "active" | "archived";
                /** @description The `handle` of a category. */
                category?: string;
                /** @description The most items on a page. */
                limit?: number;
                /** @description The nextCursor of the previous page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of products. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminProductPage"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code: "key.invalid" | "edge.bypassed" | "key.scope" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    getProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The product's `handle`, the readable name in its URL. */
                handle: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The product. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminProduct"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code: "key.invalid" | "edge.bypassed" | "key.scope" | "catalog.unknown_product" | "route.unknown" | "route.method" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    putProduct: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that the product must have. If it has another one, nothing is changed and the answer is 412. */
                "If-Match"?: string;
                /** @description `*`: only create the product. If it exists, nothing is changed and the answer is 412. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The product's `handle`, the readable name in its URL. */
                handle: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutProduct"];
            };
        };
        responses: {
            /** @description The product, replaced or already as wanted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminProduct"];
                };
            };
            /** @description The new product. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminProduct"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code: "request.malformed" | "key.invalid" | "edge.bypassed" | "key.scope" | "catalog.unknown_category" | "route.unknown" | "route.method" | "catalog.sku_taken" | "catalog.has_stock" | "catalog.handle_taken" | "catalog.changed" | "request.too_large" | "request.media_type" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    deleteProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The product's `handle`, the readable name in its URL. */
                handle: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The product is deleted or archived. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code: "key.invalid" | "edge.bypassed" | "key.scope" | "catalog.unknown_product" | "route.unknown" | "route.method" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    changeVariant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The variant's `sku`, percent-encoded. */
                sku: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatchVariant"];
            };
        };
        responses: {
            /** @description The variant after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminVariant"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code: "request.malformed" | "key.invalid" | "edge.bypassed" | "key.scope" | "catalog.unknown_sku" | "route.unknown" | "route.method" | "request.too_large" | "request.media_type" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    getStock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The variant's `sku`, percent-encoded. */
                sku: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stock. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stock"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code: "key.invalid" | "edge.bypassed" | "key.scope" | "catalog.unknown_sku" | "route.unknown" | "route.method" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    setStock: {
        parameters: {
            query?: never;
            header: {
                /** @description The `ETag` of the stock, or `*` to set it in any case. */
                "If-Match": string;
            };
            path: {
                /** @description The variant's `sku`, percent-encoded. */
                sku: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetStock"];
            };
        };
        responses: {
            /** @description The stock after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stock"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code: "request.malformed" | "key.invalid" | "edge.bypassed" | "key.scope" | "catalog.unknown_sku" | "route.unknown" | "route.method" | "stock.changed" | "request.too_large" | "request.media_type" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    listStockMovements: {
        parameters: {
            query?: {
                /** @description The most items on a page. */
                limit?: number;
                /** @description The nextCursor of the previous page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The variant's `sku`, percent-encoded. */
                sku: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of movements. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockMovementPage"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code: "key.invalid" | "edge.bypassed" | "key.scope" | "catalog.unknown_sku" | "route.unknown" | "route.method" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    moveStock: {
        parameters: {
            query?: never;
            header?: {
                /** @description Identifies this movement. A repetition with the same key and body is not counted again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The variant's `sku`, percent-encoded. */
                sku: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewStockMovement"];
            };
        };
        responses: {
            /** @description The movement, with the new stock. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockMovement"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code: "request.malformed" | "key.invalid" | "edge.bypassed" | "key.scope" | "catalog.unknown_sku" | "route.unknown" | "route.method" | "stock.below_zero" | "request.too_large" | "request.media_type" | "request.invalid" | "idempotency.key_reused" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    listCategories: {
        parameters: {
            query?: {
                /** @description The most items on a page. */
                limit?: number;
                /** @description The nextCursor of the previous page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of categories. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminCategoryPage"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code: "key.invalid" | "edge.bypassed" | "key.scope" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    putCategory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The category's `handle`. */
                handle: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutCategory"];
            };
        };
        responses: {
            /** @description The category, replaced or already as wanted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminCategory"];
                };
            };
            /** @description The new category. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminCategory"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code: "request.malformed" | "key.invalid" | "edge.bypassed" | "key.scope" | "catalog.unknown_category" | "route.unknown" | "route.method" | "request.too_large" | "request.media_type" | "request.invalid" | "catalog.category_cycle" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    deleteCategory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The category's `handle`. */
                handle: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The category is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code: "key.invalid" | "edge.bypassed" | "key.scope" | "catalog.unknown_category" | "route.unknown" | "route.method" | "catalog.category_not_empty" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    reportStock: {
        parameters: {
            query?: {
                /** @description Only variants with less stock than this. */
                below?: number;
                /** @description The most items on a page. */
                limit?: number;
                /** @description The nextCursor of the previous page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of variants. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockReport"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code: "key.invalid" | "edge.bypassed" | "key.scope" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    listOrders: {
        parameters: {
            query?: {
                /** @description `open` until the shop confirms it. `complete` and `canceled` are final. */
                status?: "open" | "confirmed" | "complete" | "canceled";
                paymentStatus?: "pending" | "authorized" | "paid" | "partially_refunded" | "refunded" | "failed" | "canceled";
                /** @description How much of the order has been shipped. */
                fulfillmentStatus?: "not_fulfilled" | "partially_shipped" | "shipped" | "delivered" | "returned";
                /** @description The order's number, the beginning of the e-mail, or the beginnings of words of the recipient's name. */
                q?: string;
                /** @description Placed at this time or later. */
                placedFrom?: string;
                /** @description Placed before this time. */
                placedTo?: string;
                /** @description The most items on a page. */
                limit?: number;
                /** @description The nextCursor of the previous page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of orders. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminOrderPage"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code: "key.invalid" | "edge.bypassed" | "key.scope" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    getOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The order's id (`ord_…`) or its number. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminOrder"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code: "key.invalid" | "edge.bypassed" | "key.scope" | "order.unknown" | "route.unknown" | "route.method" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    recordPayment: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repetition with the same key and body has no other effect, and gets the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The order's id (`ord_…`). */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordPayment"];
            };
        };
        responses: {
            /** @description The payment. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminPayment"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code: "request.malformed" | "key.invalid" | "edge.bypassed" | "key.scope" | "order.unknown" | "route.unknown" | "route.method" | "order.not_payable" | "payment.exceeds_owed" | "request.too_large" | "request.media_type" | "request.invalid" | "idempotency.key_reused" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    sendConfirmation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The order's id (`ord_…`). */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The mail will be sent. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code: "request.malformed" | "key.invalid" | "edge.bypassed" | "key.scope" | "order.unknown" | "route.unknown" | "route.method" | "request.too_large" | "request.media_type" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    shipOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repetition with the same key and body has no other effect, and gets the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The order's id (`ord_…`). */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Ship"];
            };
        };
        responses: {
            /** @description The fulfillment. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminFulfillment"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code: "request.malformed" | "key.invalid" | "edge.bypassed" | "key.scope" | "order.unknown" | "route.unknown" | "route.method" | "order.not_shippable" | "fulfillment.exceeds_ordered" | "fulfillment.limit" | "request.too_large" | "request.media_type" | "request.invalid" | "idempotency.key_reused" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    deliverFulfillment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The order's id (`ord_…`). */
                id: string;
                /** @description The fulfillment's id (`ful_…`). */
                fulfillmentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivered fulfillment. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminFulfillment"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code: "request.malformed" | "key.invalid" | "edge.bypassed" | "key.scope" | "fulfillment.unknown" | "route.unknown" | "route.method" | "request.too_large" | "request.media_type" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    reportSales: {
        parameters: {
            query?: {
                /** @description The first day, in UTC. */
                from?: string;
                /** @description The last day, in UTC. It is included. */
                to?: string;
                by?: "day" | "week" | "month" | "product" | "category";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SalesReport"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code: "key.invalid" | "edge.bypassed" | "key.scope" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    cancelOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The order's id (`ord_…`). */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The canceled order. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminOrder"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code: "request.malformed" | "key.invalid" | "edge.bypassed" | "key.scope" | "order.unknown" | "route.unknown" | "route.method" | "order.not_cancelable" | "payment.unconfirmed" | "request.too_large" | "request.media_type" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    requestRefund: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repetition with the same key and body has no other effect, and gets the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The order's id (`ord_…`). */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestRefund"];
            };
        };
        responses: {
            /** @description The refund. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminRefund"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code: "request.malformed" | "key.invalid" | "edge.bypassed" | "refund.role_limit" | "key.scope" | "order.unknown" | "route.unknown" | "route.method" | "refund.exceeds_paid" | "refund.unknown_lines" | "refund.limit" | "request.too_large" | "request.media_type" | "request.invalid" | "idempotency.key_reused" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
}
