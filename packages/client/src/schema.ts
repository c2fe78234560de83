// Written by `npm run client:types` from the published description of the API. Do not edit it.

export interface paths {
    "/v1/time": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the server's time
         * @description Uses no session and no data store. Send it several times to see different instances answer.
         */
        get: operations["getTime"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check that the process runs
         * @description Uses no data store. For load balancers and uptime checks.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check that every data store answers
         * @description Asks each data store and waits for at most two seconds.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Browse and search products
         * @description Without parameters: all products, the newest first. A product matches if one of its variants has the size, color, price and stock that you ask for. `category`, `size` and `color` may be given several times: `?size=M&size=L`.
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
    "/v1/search/suggestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Suggest products and categories while a shopper types
         * @description Up to 8 products and categories that match the text typed so far. Without `q`: none.
         */
        get: operations["listSuggestions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/products/{handle}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a product with its variants
         * @description For a product's page. Prices and availability may be a minute old; get a variant's availability to show the current stock.
         */
        get: operations["getProduct"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the categories
         * @description All categories on one page, each with the number of its products and the category above it. For menus. To list the products of a category and of those below it, name them all: `?category=…&category=…`.
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
    "/v1/categories/{handle}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a category
         * @description For a category's page. `GET /v1/products?category=…` lists its products.
         */
        get: operations["getCategory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/collections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the collections
         * @description All collections on one page, in the merchant's order: products that were picked by hand, such as gifts. A product may be in several.
         */
        get: operations["listCollections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/collections/{handle}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a collection
         * @description For a collection's page. `GET /v1/products?collection=…` lists its products, in the merchant's order.
         */
        get: operations["getCollection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/variants/{sku}/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the current stock of a variant
         * @description At most two seconds old. For the text beside the buy button. It reserves nothing: only an order does.
         */
        get: operations["getAvailability"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the cart
         * @description Shows current prices. Without a session the cart is empty; the answer then issues a signed token and stores nothing, and the first write with that token stores the session. Wait for this answer before the first write: then several first writes at once share one cart.
         */
        get: operations["getCart"];
        put?: never;
        /**
         * Start a session with an empty cart
         * @description Stores the session at once. Most storefronts do not need this: the first write to the cart does it too. With a session, it changes nothing and returns the session's cart.
         */
        post: operations["createCart"];
        /**
         * Empty the cart
         * @description Removes all lines and the fields of the checkout. The cart and its session continue.
         */
        delete: operations["emptyCart"];
        options?: never;
        head?: never;
        /**
         * Store the fields of the checkout
         * @description Stores e-mail, note, address and discount codes for the next order, so that the checkout can be continued later and on other devices. `POST /v1/orders` takes from here what its body omits, and its order removes these fields. At sign-in, the fields come from the cart in which they were changed last.
         */
        patch: operations["changeCart"];
        trace?: never;
    };
    "/v1/cart/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add one item or several to the cart
         * @description Adds to the quantity that is already in the cart. Several items are added all or not at all. Adding to a line accepts its current price. More than is in stock is accepted with the warning `stock.insufficient`; an order would be refused. Send an `Idempotency-Key`, so that a repetition does not add twice.
         */
        post: operations["addItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cart/items/{sku}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the quantity of an item
         * @description Adds the line if it is not in the cart, and removes it if the quantity is 0. Accepts the current price. Repeating the request does no harm.
         */
        put: operations["setItem"];
        post?: never;
        /**
         * Remove an item from the cart
         * @description Also succeeds if the item is not in the cart, or is no longer sold.
         */
        delete: operations["removeItem"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the customer's sessions
         * @description The open sessions on all devices, the newest first. For a page where customers end them.
         */
        get: operations["listSessions"];
        put?: never;
        /**
         * Sign in
         * @description Starts a session under a new token, and ends the token that came with the request. A guest's cart is merged into the customer's: each line keeps the larger quantity, up to 100 lines. After 10 wrong passwords in 15 minutes, attempts are refused with 429; they are counted for each device that has signed in before, and for all other clients by account and IP address. Across all IP addresses the limit is 100 for an account, and across all accounts 100 for an IP address.
         */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign out
         * @description Ends the session of this request. The cart stays with the customer, for the next sign-in. Also succeeds with a cookie whose session has ended.
         */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End one of the customer's sessions
         * @description Signs out another device. With the id of the current session it signs out this one.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create an account and sign in
         * @description Starts a session for the new customer. The guest's cart becomes the customer's cart, and the old token ends. An e-mail that already has an account is refused with 409; after 20 such refusals in 15 minutes, more requests from the same IP address are refused with 429.
         */
        post: operations["register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the customer's profile
         * @description 401 tells a storefront that nobody is signed in.
         */
        get: operations["getProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the customer's name
         * @description For the e-mail, see `POST /v1/customers/me/email-changes`.
         */
        patch: operations["changeProfile"];
        trace?: never;
    };
    "/v1/customers/me/email-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request a change of e-mail
         * @description Sends a mail with a link to the new address. The change takes effect when `PUT /v1/email-verifications/{token}` confirms it within 24 hours. With the account's own e-mail, the link verifies it. A new request replaces an earlier one. The answer does not tell whether the e-mail has another account. At most 10 requests per hour.
         */
        post: operations["changeEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/me/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export everything stored about the customer
         * @description Profile, addresses, cart, sessions and orders in one document.
         */
        get: operations["exportAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/me/erasure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase the account
         * @description Erases the profile, the addresses and the cart, and ends all sessions. It cannot be undone. Orders remain, with only the data that the law requires.
         */
        post: operations["eraseAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change the password
         * @description Ends all other sessions of the customer. The session of this request continues.
         */
        put: operations["changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/me/addresses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the customer's saved addresses
         * @description The oldest first. Offer them at checkout, where `shippingAddressId` takes their ids.
         */
        get: operations["listAddresses"];
        put?: never;
        /**
         * Save an address
         * @description A customer can save up to 50. With `isDefault: true` it becomes the default in place of the former one.
         */
        post: operations["addAddress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/me/addresses/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a saved address
         * @description Only the customer's own. Another customer's address is 404.
         */
        get: operations["getAddress"];
        /**
         * Replace a saved address
         * @description Replaces the whole address: fields that you leave out are removed. Orders keep their own copy.
         */
        put: operations["replaceAddress"];
        post?: never;
        /**
         * Delete a saved address
         * @description Orders keep their own copy. A second deletion is 404.
         */
        delete: operations["deleteAddress"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/password-resets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request a link for a new password
         * @description Sends a mail with a link to the account's e-mail. The answer is the same whether or not the account exists. After 5 requests in an hour for one e-mail from one IP address, more are refused with 429; across all IP addresses the limit is 20 for an e-mail, and across all e-mails 50 for an IP address.
         */
        post: operations["requestPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/password-resets/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set a new password by a link
         * @description The link works once, within an hour, and until the password or the e-mail changes. All sessions of the customer end. It also verifies the e-mail. A repetition with the same password succeeds.
         */
        put: operations["resetPassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/email-verifications/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Verify an e-mail by a link
         * @description Verifies the e-mail of a new account, or makes a requested change of e-mail; then the old address is notified. The link works once, within 24 hours. A repetition succeeds as long as nothing else has changed.
         */
        put: operations["verifyEmail"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shipping-options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the shipping options
         * @description The order's total includes the option's price. It is placed only at the option's price of that moment, for the country of its address, the cart's subtotal and its weight: `POST /v1/cart/quote` calculates it.
         */
        get: operations["listShippingOptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cart/quote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Calculate what an order of the cart would cost
         * @description Calculates the total at the prices of this moment, as an order would. Changes and reserves nothing. Ask again when the cart, the address or the option changes. `shippingAddress` defaults to the cart's. An address to which the shop does not ship is refused with `shipping.not_available` and the countries.
         */
        post: operations["quoteCart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Order the cart
         * @description Orders all lines of the session's cart or none, takes their stock, and removes them from the cart. `email`, `shippingAddress` and `note` default to those of the cart. A customer may send `shippingAddressId` instead, and leave out `email`. `expectedTotal` is the total that the shopper agreed to: if it is no longer right, nothing is ordered. If the answer was lost, repeat the request with the same `Idempotency-Key`: the answer is the same order.
         */
        post: operations["placeOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/me/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the customer's orders
         * @description The newest first, with all their lines. Guest orders are not included.
         */
        get: operations["listOrders"];
        put?: never;
        /**
         * Keep a guest's order in the account
         * @description Makes an order that was placed without an account one of the customer's. Needs the order's token. Repeating the request does no harm.
         */
        post: operations["keepOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an order
         * @description For the customer who owns the order, the session that placed it, and clients that send its token. For everyone else it is 404.
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
    "/v1/orders/{id}/cancellation": {
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
         * @description Possible until a part of the order has been shipped. The stock returns once; repeating the request does no harm. A provider's payment is released or refunded. The shop sends back other money itself.
         */
        post: operations["cancelOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/payment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pay an order
         * @description Returns the order's payment. While the shopper can pay, it has the `clientSecret` for the provider's form in the browser. The amount is that of the order and never changes. Repeated requests return the same payment.
         */
        post: operations["startPayment"];
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
        /** @description An OpenAPI 3.1 document. */
        OpenApi: {
            openapi: string;
            info: {
                [key: string]: unknown;
            };
            paths: {
                [key: string]: unknown;
            };
            components: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
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
        SizedImage: {
            /** @description Relative to this origin. */
            url: string;
            /** @description Text for people who cannot see the image. */
            alt: string;
            /** @description In pixels. The shop knows the sizes of uploaded images. */
            width?: number;
            height?: number;
            /** @description For the `srcset` of a `source` of each format, in up to four widths. */
            srcset?: {
                avif: string;
                webp: string;
            };
        };
        ProductSummary: {
            id: string;
            /** @description The readable name in the product's URL. */
            handle: string;
            title: string;
            /** @description The `handle` of its category. */
            category: string;
            /** @description In a list of one or more colors: the product in such a color. Otherwise its main image. */
            image: components["schemas"]["Image"] | null;
            /** @description The price of the cheapest variant. */
            priceFrom: components["schemas"]["Money"];
            /** @description The price of the dearest variant. */
            priceTo: components["schemas"]["Money"];
            /** @description The former price of the cheapest variant, if it is reduced. */
            compareAtFrom: components["schemas"]["Money"] | null;
            /** @description Whether a variant is in stock. */
            available: boolean;
            /** Format: date-time */
            updatedAt: string;
        };
        Facets: {
            /** @description The values with their numbers of products, the most first, 100 at most. A value's number is that of the list with this value instead of the filter's own. */
            category: {
                value: string;
                count: number;
            }[];
            /** @description The values with their numbers of products, the most first, 100 at most. A value's number is that of the list with this value instead of the filter's own. */
            size: {
                value: string;
                count: number;
            }[];
            /** @description The values with their numbers of products, the most first, 100 at most. A value's number is that of the list with this value instead of the filter's own. */
            color: {
                value: string;
                count: number;
            }[];
            /** @description The lowest and the highest price, without the filter of prices. null: no product. */
            price: {
                min: components["schemas"]["Money"];
                max: components["schemas"]["Money"];
            } | null;
            /** @description Whether everything was counted. `false`: there are more than about 10,000 products to count, so the numbers are lower bounds. Show them as `10,000+`. */
            exact: {
                category: boolean;
                size: boolean;
                color: boolean;
                price: boolean;
            };
        };
        ProductPage: {
            data: components["schemas"]["ProductSummary"][];
            /** @description Pass it as `cursor` to get the next page. null on the last page. */
            nextCursor: string | null;
            /** @description With `facets=true`: the number of products on all pages. */
            total?: number;
            /** @description `false`: `total` is a lower bound. Show it as `10,000+`. */
            totalExact?: boolean;
            facets?: components["schemas"]["Facets"];
        };
        Suggestions: {
            /** @description The best matches first. */
            products: components["schemas"]["ProductSummary"][];
            categories: {
                /** @description The value of `category` in `GET /v1/products`. */
                handle: string;
                title: string;
            }[];
        };
        Product: {
            id: string;
            /** @description The readable name in the product's URL. */
            handle: string;
            title: string;
            /** @description Plain text. */
            description: string;
            /** @description The `handle` of its category. */
            category: string;
            /** @description The main image first. */
            images: components["schemas"]["SizedImage"][];
            /** @description The choices to offer: `size` and `color`, each with all its values. */
            options: {
                name: string;
                values: string[];
            }[];
            /** @description What can be bought: one variant for each combination that exists. */
            variants: {
                /** @description Identifies the variant, in carts and orders. */
                sku: string;
                /** @description What distinguishes a variant from the product's other variants. */
                options: {
                    size: string;
                    color: string;
                };
                price: components["schemas"]["Money"];
                /** @description The former price, if the variant is reduced. */
                compareAtPrice: components["schemas"]["Money"] | null;
                /** @description Whether the variant is in stock. */
                available: boolean;
                /** @description null: show the product's main image. */
                image: components["schemas"]["SizedImage"] | null;
            }[];
            /** @description The handles of up to 8 products of the same category with similar prices. */
            related: string[];
            /** @description For the `title` and the meta description of the page. */
            seo: {
                title: string;
                description: string;
            };
            /** Format: date-time */
            updatedAt: string;
        };
        Category: {
            /** @description The value of `category` in `GET /v1/products`. */
            handle: string;
            title: string;
            /** @description Without the products of categories below it. */
            productCount: number;
            /** @description The `handle` of the category above it. */
            parent: string | null;
            /** @description Plain text. */
            description: string;
            image: components["schemas"]["SizedImage"] | null;
            /** @description For the `title` and the meta description of the page. */
            seo: {
                title: string;
                description: string;
            };
        };
        CategoryList: {
            data: components["schemas"]["Category"][];
        };
        Collection: {
            /** @description The value of `collection` in `GET /v1/products`. */
            handle: string;
            title: string;
            /** @description The products that shoppers see. */
            productCount: number;
            /** @description Plain text. */
            description: string;
            image: components["schemas"]["SizedImage"] | null;
            /** @description For the `title` and the meta description of the page. */
            seo: {
                title: string;
                description: string;
            };
        };
        CollectionList: {
            data: components["schemas"]["Collection"][];
        };
        Availability: {
            sku: string;
            /** @description Whether the variant is in stock. */
            available: boolean;
            /** @description The number in stock; 20 means 20 or more. */
            quantity: number;
        };
        /**
         * @description ISO 3166-1 alpha-2, or XK
         * @enum {string}
         */
        Country: "AD" | "AE" | "AF" | "AG" | "AI" | "AL" | "AM" | "AO" | "AQ" | "AR" | "AS" | "AT" | "AU" | "AW" | "AX" | "AZ" | "BA" | "BB" | "BD" | "BE" | "BF" | "BG" | "BH" | "BI" | "BJ" | "BL" | "BM" | "BN" | "BO" | "BQ" | "BR" | "BS" | "BT" | "BV" | "BW" | "BY" | "BZ" | "CA" | "CC" | "CD" | "CF" | "CG" | "CH" | "CI" | "CK" | "CL" | "CM" | "CN" | "CO" | "CR" | "CU" | "CV" | "CW" | "CX" | "CY" | "CZ" | "DE" | "DJ" | "DK" | "DM" | "DO" | "DZ" | "EC" | "EE" | "EG" | "EH" | "ER" | "ES" | "ET" | "FI" | "FJ" | "FK" | "FM" | "FO" | "FR" | "GA" | "GB" | "GD" | "GE" | "GF" | "GG" | "GH" | "GI" | "GL" | "GM" | "GN" | "GP" | "GQ" | "GR" | "GS" | "GT" | "GU" | "GW" | "GY" | "HK" | "HM" | "HN" | "HR" | "HT" | "HU" | "ID" | "IE" | "IL" | "IM" | "IN" | "IO" | "IQ" | "IR" | "IS" | "IT" | "JE" | "JM" | "JO" | "JP" | "KE" | "KG" | "KH" | "KI" | "KM" | "KN" | "KP" | "KR" | "KW" | "KY" | "KZ" | "LA" | "LB" | "LC" | "LI" | "LK" | "LR" | "LS" | "LT" | "LU" | "LV" | "LY" | "MA" | "MC" | "MD" | "ME" | "MF" | "MG" | "MH" | "MK" | "ML" | "MM" | "MN" | "MO" | "MP" | "MQ" | "MR" | "MS" | "MT" | "MU" | "MV" | "MW" | "MX" | "MY" | "MZ" | "NA" | "NC" | "NE" | "NF" | "NG" | "NI" | "NL" | "NO" | "NP" | "NR" | "NU" | "NZ" | "OM" | "PA" | "PE" | "PF" | "PG" | "PH" | "PK" | "PL" | "PM" | "PN" | "PR" | "PS" | "PT" | "PW" | "PY" | "QA" | "RE" | "RO" | "RS" | "RU" | "RW" | "SA" | "SB" | "SC" | "SD" | "SE" | "SG" | "SH" | "SI" | "SJ" | "SK" | "SL" | "SM" | "SN" | "SO" | "SR" | "SS" | "ST" | "SV" | "SX" | "SY" | "SZ" | "TC" | "TD" | "TF" | "TG" | "TH" | "TJ" | "TK" | "TL" | "TM" | "TN" | "TO" | "TR" | "TT" | "TV" | "TW" | "TZ" | "UA" | "UG" | "UM" | "US" | "UY" | "UZ" | "VA" | "VC" | "VE" | "VG" | "VI" | "VN" | "VU" | "WF" | "WS" | "XK" | "YE" | "YT" | "ZA" | "ZM" | "ZW";
        /** @description A postal address. Optional fields may be left out, empty or null. */
        Address: {
            /** @description The recipient's name. */
            name: string;
            /** @description A company, if the address is a workplace. */
            company?: string | ("" | null);
            /** @description Street and number. */
            line1: string;
            /** @description Apartment, floor or building. */
            line2?: string | ("" | null);
            city: string;
            /** @description State, province or county, where addresses have one. */
            region?: string | ("" | null);
            /** @description Required in countries that have postal codes. */
            postalCode?: string | ("" | null);
            country: components["schemas"]["Country"];
            /** @description For the carrier, in any format. */
            phone?: string | ("" | null);
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
         *       "name": "Ada",
         *       "line1": "12 St James Square",
         *       "city": "London",
         *       "postalCode": "SW1Y 4JH",
         *       "country": "GB",
         *       "isDefault": true
         *     }
         */
        SaveAddress: {
            /** @description The recipient's name. */
            name: string;
            /** @description A company, if the address is a workplace. */
            company?: string | ("" | null);
            /** @description Street and number. */
            line1: string;
            /** @description Apartment, floor or building. */
            line2?: string | ("" | null);
            city: string;
            /** @description State, province or county, where addresses have one. */
            region?: string | ("" | null);
            /** @description Required in countries that have postal codes. */
            postalCode?: string | ("" | null);
            country: components["schemas"]["Country"];
            /** @description For the carrier, in any format. */
            phone?: string | ("" | null);
            /** @description A customer has at most one default address: this one replaces the former one. */
            isDefault?: boolean | ("" | null);
        };
        SavedAddress: {
            id: string;
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
            /** @description Whether to offer this address first at checkout. */
            isDefault: boolean;
        };
        AddressPage: {
            data: components["schemas"]["SavedAddress"][];
            /** @description Pass it as `cursor` to get the next page. null on the last page. */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "sku": "LINEN-CAMP-COLLAR-SHIRT-BLS-S",
         *       "quantity": 2
         *     }
         */
        AddItem: {
            /** @description The variant to add. */
            sku?: string;
            /** @description How many to add. */
            quantity?: number;
            /** @description Several items instead of `sku` and `quantity`. All are added, or none. */
            items?: {
                /** @description The variant to add. */
                sku: string;
                /** @description How many to add. */
                quantity: number;
            }[];
        } & (unknown | unknown);
        SetItem: {
            /** @description 0 removes the line. */
            quantity: number;
        };
        /**
         * @description Fields that you leave out stay as they are. null or an empty text removes a field.
         * @example {
         *       "email": "ada@example.com",
         *       "note": "Please ring twice."
         *     }
         */
        PatchCart: {
            /** @description Where the order's mails go. */
            email?: string | ("" | null);
            /** @description A text for the shop, such as a gift message. */
            note?: string | ("" | null);
            shippingAddress?: components["schemas"]["Address"] | ("" | null);
            /** @description Replaces all codes. The shop has no discounts yet: each code gives a warning, and none changes a price. */
            discountCodes?: string[] | ("" | null);
        };
        CartLine: {
            /** @description The variant. Each variant has one line. */
            sku: string;
            /** @description The product's title, or the SKU if the variant no longer exists. */
            title: string;
            /** @description What distinguishes a variant from the product's other variants. */
            options: {
                size: string;
                color: string;
            };
            image: components["schemas"]["Image"] | null;
            productId: string | null;
            /** @description For a link to the product's page. */
            productHandle: string | null;
            /** @description false: the variant no longer exists. The line does not count in the subtotal. Remove it before you order. */
            available: boolean;
            quantity: number;
            /** @description The current price. */
            unitPrice: components["schemas"]["Money"];
            /** @description The price at the last change of this line. */
            unitPriceWhenAdded: components["schemas"]["Money"];
            /** @description `quantity` times `unitPrice`. */
            lineTotal: components["schemas"]["Money"];
        };
        /** @description A fact that the shopper should know before ordering. `stock.insufficient`: less is in stock than the line has. `price.changed`: the price is no longer `unitPriceWhenAdded`. `catalog.unknown_sku`: the item is no longer sold. `cart.line_dropped`: the item did not fit into the customer's cart at sign-in. `discount.unknown`: the code is not valid, so it changes no price. `session.ended`: the session has ended, so the cart is a new one. */
        CartWarning: {
            /** @enum {string} */
            code: "stock.insufficient" | "price.changed" | "catalog.unknown_sku" | "cart.line_dropped" | "discount.unknown" | "session.ended";
            /** @description The line that the warning is about. */
            sku?: string;
            /** @description The code that the warning is about. */
            discountCode?: string;
            /** @description A text for the shopper, in English. */
            message: string;
        };
        /**
         * @example {
         *       "email": "ada@example.com",
         *       "shippingAddress": {
         *         "name": "Ada",
         *         "line1": "12 St James Square",
         *         "city": "London",
         *         "postalCode": "SW1Y 4JH",
         *         "country": "GB"
         *       },
         *       "shippingOption": "standard",
         *       "payment": {
         *         "provider": "manual"
         *       },
         *       "expectedTotal": {
         *         "amount": 12399,
         *         "currency": "USD"
         *       }
         *     }
         */
        PlaceOrder: {
            /** @description Default: the cart's, then the account's. Required for a guest whose cart has none. */
            email?: string | ("" | null);
            /** @description Default: the cart's. Send either this or `shippingAddressId`. */
            shippingAddress?: components["schemas"]["Address"] | ("" | null);
            /** @description The ID of one of the customer's saved addresses. Not for guests. */
            shippingAddressId?: string | ("" | null);
            /** @description The ID of an option from `GET /v1/shipping-options`. */
            shippingOption: string;
            /** @description For the invoice, if it is not the address of the shipment. */
            billingAddress?: components["schemas"]["Address"] | ("" | null);
            /** @description A text for the shop. Default: the cart's. */
            note?: string | ("" | null);
            payment: {
                /**
                 * @description `manual`: the shop collects the payment outside this API, and may cancel an order that is not paid for some days. `stripe`: the shopper pays by `POST /v1/orders/{id}/payment` within 30 minutes, or the order is canceled.
                 * @enum {string}
                 */
                provider: "manual" | "stripe";
            };
            /** @description The total that the shopper saw: subtotal, shipping and tax. Another total is refused with `checkout.price_changed`. */
            expectedTotal: components["schemas"]["Money"];
        };
        OrderLine: {
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
        };
        Fulfillment: {
            lines: {
                sku: string;
                quantity: number;
            }[];
            carrier: string;
            trackingNumber: string | null;
            trackingUrl: string | null;
            /** Format: date-time */
            shippedAt: string;
        };
        Order: {
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
            /** @description As they were when the order was placed. */
            lines: components["schemas"]["OrderLine"][];
            /** @description The sum of all lines. */
            subtotal: components["schemas"]["Money"];
            shipping: components["schemas"]["Money"];
            tax: components["schemas"]["Money"];
            /** @description The sum of subtotal, shipping and tax. */
            total: components["schemas"]["Money"];
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
            /** Format: date-time */
            placedAt: string;
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
            /** @description What is paid back: the newest 100 refunds. `pending` until the payment provider has confirmed it. */
            refunds: {
                amount: components["schemas"]["Money"];
                /** @enum {string} */
                status: "pending" | "succeeded";
                /** Format: date-time */
                createdAt: string;
            }[];
            /** @description What has been shipped, in parcels. */
            fulfillments: components["schemas"]["Fulfillment"][];
            /** @description Only in the answer that places a guest's order. Send it in the header `Order-Token` to open the order without the session. */
            token?: string;
        };
        /**
         * @example {
         *       "id": "ord_01M8J3WTM66KVED3RDAX2NDAP1",
         *       "token": "the token of the guest's order"
         *     }
         */
        KeepOrder: {
            id: string;
            /** @description The `token` of the answer that placed the order. */
            token: string;
        };
        OrderPage: {
            data: components["schemas"]["Order"][];
            /** @description Pass it as `cursor` to get the next page. null on the last page. */
            nextCursor: string | null;
        };
        Payment: {
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
            amount: components["schemas"]["Money"];
            /** @description For the provider's form in the browser. Only while the shopper can pay. */
            clientSecret?: string;
            /** @description The shop's public key of the provider. */
            publishableKey?: string;
        };
        Cart: {
            /** @description null until the cart is stored, which the first item does. */
            id: string | null;
            /** @description Rises with every change. The `ETag` contains it. */
            version: number;
            lines: components["schemas"]["CartLine"][];
            /** @description The sum of all quantities, for a badge. */
            itemCount: number;
            /** @description The sum of all lines that are available, without shipping. */
            subtotal: components["schemas"]["Money"];
            /** @description For the next order, like the three fields below. */
            email: string | null;
            note: string | null;
            shippingAddress: components["schemas"]["StoredAddress"] | null;
            discountCodes: string[];
            warnings: components["schemas"]["CartWarning"][];
            /** @description When a guest's cart can no longer be opened, unless the session is used before then. null for customers. */
            expiresAt: string | null;
            /** @description The new session's token. Only for clients that send `X-Session-Transport: bearer` or a bearer token; others get it as a cookie. */
            session?: {
                token: string;
            };
        };
        Session: {
            /** @description Identifies the session. It is not a credential. */
            id: string;
            /** @description Whether this request uses this session. */
            current: boolean;
            /**
             * Format: date-time
             * @description When the customer signed in.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description Accurate to one day.
             */
            lastSeenAt: string;
            /**
             * Format: date-time
             * @description When the session ends, unless it is used before then.
             */
            expiresAt: string;
            /** @description The `User-Agent` of the browser that signed in, at most 200 characters. */
            userAgent: string;
        };
        SessionList: {
            data: components["schemas"]["Session"][];
            /** @description Pass it as `cursor` to get the next page. null on the last page. */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "email": "ada@example.com",
         *       "password": "an engine of one's own",
         *       "name": "Ada"
         *     }
         */
        Register: {
            /** Format: idn-email */
            email: string;
            /** @description 8 to 128 characters of any kind. Common passwords and the e-mail itself are refused. */
            password: string;
            /** @description The customer's name, as the shop should write it. */
            name: string;
        };
        /**
         * @example {
         *       "email": "ada@example.com",
         *       "password": "an engine of one's own"
         *     }
         */
        SignIn: {
            email: string;
            password: string;
        };
        /**
         * @example {
         *       "name": "Ada Lovelace"
         *     }
         */
        ChangeProfile: {
            /** @description The customer's name, as the shop should write it. */
            name?: string;
        };
        ChangeEmail: {
            /**
             * Format: idn-email
             * @description The new address. A mail with a link is sent to it.
             */
            email: string;
            /** @description The current password. */
            password: string;
        };
        /**
         * @example {
         *       "email": "ada@example.com"
         *     }
         */
        RequestReset: {
            email: string;
        };
        ResetPassword: {
            /** @description 8 to 128 characters of any kind. Common passwords and the e-mail itself are refused. */
            newPassword: string;
        };
        ChangePassword: {
            /** @description Proves that the request comes from the customer. */
            currentPassword: string;
            /** @description 8 to 128 characters of any kind. Common passwords and the e-mail itself are refused. */
            newPassword: string;
        };
        Erase: {
            /** @description The current password. */
            password: string;
        };
        Customer: {
            id: string;
            /** @description Identifies the account at sign-in, in any letter case. */
            email: string;
            /** @description Whether the customer has opened a link that was sent to `email`. */
            emailVerified: boolean;
            name: string;
            /**
             * Format: date-time
             * @description When the account was created.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the profile was last changed.
             */
            updatedAt: string;
        };
        /** @description Everything that is stored about a customer. */
        CustomerExport: {
            /** Format: date-time */
            exportedAt: string;
            customer: components["schemas"]["Customer"];
            /** @description The links in mails of the last days. They are deleted after a week. */
            emailLinks: {
                /** @description The address that the link confirms, or to which it was sent. */
                email: string;
                /**
                 * @description `password`: the link sets a new password.
                 * @enum {string}
                 */
                purpose: "email" | "password";
                /** Format: date-time */
                requestedAt: string;
                /** Format: date-time */
                expiresAt: string;
            }[];
            addresses: components["schemas"]["SavedAddress"][];
            cart: {
                sku: string;
                quantity: number;
            }[];
            /** @description What was entered for the next order. */
            checkout: {
                email?: string;
                note?: string;
                shippingAddress?: components["schemas"]["StoredAddress"];
                discountCodes?: string[];
            };
            /** @description The open sessions on all devices. */
            sessions: components["schemas"]["Session"][];
            /** @description The newest first. */
            orders: components["schemas"]["Order"][];
            /** @description null: these are all orders. Otherwise, pass it as `cursor` to `GET /v1/customers/me/orders` to get the others. */
            nextOrders: string | null;
        };
        Registered: {
            id: string;
            /** @description Identifies the account at sign-in, in any letter case. */
            email: string;
            /** @description Whether the customer has opened a link that was sent to `email`. */
            emailVerified: boolean;
            name: string;
            /**
             * Format: date-time
             * @description When the account was created.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the profile was last changed.
             */
            updatedAt: string;
            /** @description The new session's token. Only for clients that send `X-Session-Transport: bearer` or a bearer token; others get it as a cookie. */
            session?: {
                token: string;
            };
        };
        /**
         * @example {
         *       "shippingAddress": {
         *         "name": "Ada",
         *         "line1": "12 St James Square",
         *         "city": "London",
         *         "postalCode": "SW1Y 4JH",
         *         "country": "GB"
         *       },
         *       "shippingOption": "standard"
         *     }
         */
        QuoteCart: {
            /** @description Default: the cart's. Send either this or `shippingAddressId`. */
            shippingAddress?: components["schemas"]["Address"] | ("" | null);
            /** @description The ID of one of the customer's saved addresses. Not for guests. */
            shippingAddressId?: string | ("" | null);
            /** @description The ID of an option from `GET /v1/shipping-options`. */
            shippingOption: string;
            /** @description Default: the cart's. */
            discountCodes?: string[] | ("" | null);
        };
        CartQuote: {
            /** @description The sum of all lines that are available. */
            subtotal: components["schemas"]["Money"];
            /** @description 0: the shop has no discounts yet. */
            discount: components["schemas"]["Money"];
            shipping: components["schemas"]["Money"];
            tax: components["schemas"]["Money"];
            /** @description The `expectedTotal` of an order with the same address and option. */
            total: components["schemas"]["Money"];
            shippingOption: {
                id: string;
                /** @description As it was when the order was placed. */
                title: string | null;
            };
            /** @description The cart's, at current prices. */
            lines: components["schemas"]["CartLine"][];
            /** @description An order would be refused for `stock.insufficient` and for `catalog.unknown_sku`. */
            warnings: components["schemas"]["CartWarning"][];
        };
        ShippingOption: {
            /** @description The value of `shippingOption` in `POST /v1/orders`. */
            id: string;
            /** @description A text for the shopper, with the delivery time. */
            title: string;
            price: components["schemas"]["Money"];
            /** @description From this subtotal on, the option costs nothing. */
            freeFrom?: components["schemas"]["Money"];
            /** @description From each of these weights on, its price replaces `price`. `freeFrom` applies to all. */
            weightPrices?: {
                /** @description In grams. */
                from: number;
                price: components["schemas"]["Money"];
            }[];
        };
        ShippingOptionList: {
            data: components["schemas"]["ShippingOption"][];
            /** @description The countries to which the shop ships. null: to all. */
            countries: string[] | null;
        };
        Time: {
            /**
             * Format: date-time
             * @description The server's time when the request arrived.
             */
            now: string;
            /** @description The instance, as in `x-served-by`. */
            servedBy: string;
        };
        Health: {
            /** @constant */
            status: "ok";
        };
        Readiness: {
            /** @constant */
            status: "ready";
            /** @description Each data store and its state. */
            stores: {
                /** @enum {string} */
                name: "dynamodb" | "aurora";
                /** @enum {string} */
                state: "up" | "down";
            }[];
        };
        SignedIn: {
            /** @description Identifies the session. It is not a credential. */
            id: string;
            /** @description Whether this request uses this session. */
            current: boolean;
            /**
             * Format: date-time
             * @description When the customer signed in.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description Accurate to one day.
             */
            lastSeenAt: string;
            /**
             * Format: date-time
             * @description When the session ends, unless it is used before then.
             */
            expiresAt: string;
            /** @description The `User-Agent` of the browser that signed in, at most 200 characters. */
            userAgent: string;
            customer: components["schemas"]["Customer"];
            /** @description The new session's token. Only for clients that send `X-Session-Transport: bearer` or a bearer token; others get it as a cookie. */
            session?: {
                token: string;
            };
            /** @description `cart.line_dropped` for each line of the guest's cart that did not fit into the customer's cart. */
            warnings: components["schemas"]["CartWarning"][];
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
    getTime: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The time and the instance. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Time"];
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
                        code: "edge.bypassed" | "request.too_large" | "request.invalid" | "service.fault" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process runs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
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
                        code: "edge.bypassed" | "request.too_large" | "request.invalid" | "service.fault" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every data store answers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
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
                        code: "edge.bypassed" | "request.too_large" | "request.invalid" | "service.fault" | "service.not_ready" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    listProducts: {
        parameters: {
            query?: {
                /** @description Words that must all occur in the title, the description, the category, the sizes or the colors, in any form: `shirt` finds shirts, `cafe` finds Café. Or a SKU, or its beginning. The last word may be incomplete, and one typing error in a word of five letters or more is corrected. Quotation marks (`"wide leg"`) find the exact words in a row, a minus (`-silk`) excludes a word. */
                q?: string;
                /** @description Products by their IDs, in the order of the IDs. Unknown ones are left out. Cannot be combined with other parameters; `limit` has no effect. */
                id?: string[];
                /** @description The `handle` of a category. Several: products of any of them. */
                category?: string[];
                /** @description The `handle` of a collection: its products only. The other filters, `sort` and `facets` work as in other lists. */
                collection?: string;
                /** @description A size in any letter case: `M`, `42`, `One Size`. Several: any of them. */
                size?: string[];
                /** @description A color in any letter case: `navy`. Several: any of them. */
                color?: string[];
                /** @description The lowest price, in minor units: `2599` is $25.99. */
                priceMin?: number;
                /** @description The highest price, in minor units. */
                priceMax?: number;
                /** @description `true`: only products that can be bought now. `false`: all. */
                inStock?: boolean;
                /** @description `relevance`: the best matches of `q` first. `newest` first, the lowest `price` first, or the highest price first (`-price`). Without it: `relevance` with `q`, the order of the merchant with `collection`, otherwise `newest`. */
                sort?: "relevance" | "newest" | "price" | "-price";
                /** @description `true`: also counts all products of the list, and those of each category, size and color. */
                facets?: boolean;
                /** @description The most items on a page. */
                limit?: number;
                /** @description The nextCursor of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` of your copy. The answer is 304 without a body if the copy is still current. */
                "If-None-Match"?: string;
            };
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
                    "application/json": components["schemas"]["ProductPage"];
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
                        code: "edge.bypassed" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    listSuggestions: {
        parameters: {
            query?: {
                /** @description What was typed so far. The last word may be incomplete. */
                q?: string;
            };
            header?: {
                /** @description The `ETag` of your copy. The answer is 304 without a body if the copy is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The suggestions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suggestions"];
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
                        code: "edge.bypassed" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    getProduct: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of your copy. The answer is 304 without a body if the copy is still current. */
                "If-None-Match"?: string;
            };
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
                    "application/json": components["schemas"]["Product"];
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
                        code: "edge.bypassed" | "catalog.unknown_product" | "route.unknown" | "route.method" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    listCategories: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of your copy. The answer is 304 without a body if the copy is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The categories. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoryList"];
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
                        code: "edge.bypassed" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    getCategory: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of your copy. The answer is 304 without a body if the copy is still current. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The category's `handle`. */
                handle: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The category. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Category"];
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
                        code: "edge.bypassed" | "catalog.unknown_category" | "route.unknown" | "route.method" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    listCollections: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of your copy. The answer is 304 without a body if the copy is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The collections. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CollectionList"];
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
                        code: "edge.bypassed" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    getCollection: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of your copy. The answer is 304 without a body if the copy is still current. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The collection's `handle`. */
                handle: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The collection. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Collection"];
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
                        code: "edge.bypassed" | "catalog.unknown_collection" | "route.unknown" | "route.method" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    getAvailability: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of your copy. The answer is 304 without a body if the copy is still current. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The variant's `sku`. */
                sku: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current stock, shown up to 20. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Availability"];
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
                        code: "edge.bypassed" | "catalog.unknown_sku" | "route.unknown" | "route.method" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    getCart: {
        parameters: {
            query?: never;
            header?: {
                /** @description `bearer`: the new token comes in the body, as `session.token`, and no cookie is set. For clients without cookies. */
                "X-Session-Transport"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cart, with warnings to show. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
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
                        code: "session.expired" | "edge.bypassed" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    createCart: {
        parameters: {
            query?: never;
            header?: {
                /** @description `bearer`: the new token comes in the body, as `session.token`, and no cookie is set. For clients without cookies. */
                "X-Session-Transport"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request had a session: its cart. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            /** @description A new session with an empty cart. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
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
                        code: "request.malformed" | "session.expired" | "edge.bypassed" | "session.cross_site" | "request.too_large" | "request.media_type" | "request.invalid" | "service.fault" | "cart.busy" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    emptyCart: {
        parameters: {
            query?: never;
            header?: {
                /** @description Identifies this change. A repetition with the same key and body is not counted again. The cart remembers the keys of its last 32 changes. */
                "Idempotency-Key"?: string;
                /** @description The `ETag` that the cart must have. If it has another one, nothing is changed and the answer is 412. */
                "If-Match"?: string;
                /** @description `bearer`: the new token comes in the body, as `session.token`, and no cookie is set. For clients without cookies. */
                "X-Session-Transport"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cart after the change, with warnings to show. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
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
                        code: "session.expired" | "edge.bypassed" | "session.cross_site" | "cart.changed" | "request.too_large" | "request.invalid" | "idempotency.key_reused" | "service.fault" | "cart.busy" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    changeCart: {
        parameters: {
            query?: never;
            header?: {
                /** @description Identifies this change. A repetition with the same key and body is not counted again. The cart remembers the keys of its last 32 changes. */
                "Idempotency-Key"?: string;
                /** @description The `ETag` that the cart must have. If it has another one, nothing is changed and the answer is 412. */
                "If-Match"?: string;
                /** @description `bearer`: the new token comes in the body, as `session.token`, and no cookie is set. For clients without cookies. */
                "X-Session-Transport"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatchCart"];
            };
        };
        responses: {
            /** @description The cart after the change, with warnings to show. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
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
                        code: "request.malformed" | "session.expired" | "edge.bypassed" | "session.cross_site" | "cart.changed" | "request.too_large" | "request.media_type" | "request.invalid" | "idempotency.key_reused" | "service.fault" | "cart.busy" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    addItem: {
        parameters: {
            query?: never;
            header?: {
                /** @description Identifies this change. A repetition with the same key and body is not counted again. The cart remembers the keys of its last 32 changes. */
                "Idempotency-Key"?: string;
                /** @description The `ETag` that the cart must have. If it has another one, nothing is changed and the answer is 412. */
                "If-Match"?: string;
                /** @description `bearer`: the new token comes in the body, as `session.token`, and no cookie is set. For clients without cookies. */
                "X-Session-Transport"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddItem"];
            };
        };
        responses: {
            /** @description The cart after the change, with warnings to show. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
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
                        code: "request.malformed" | "session.expired" | "edge.bypassed" | "session.cross_site" | "catalog.unknown_sku" | "cart.changed" | "request.too_large" | "request.media_type" | "request.invalid" | "idempotency.key_reused" | "cart.quantity_limit" | "cart.line_limit" | "service.fault" | "cart.busy" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    setItem: {
        parameters: {
            query?: never;
            header?: {
                /** @description Identifies this change. A repetition with the same key and body is not counted again. The cart remembers the keys of its last 32 changes. */
                "Idempotency-Key"?: string;
                /** @description The `ETag` that the cart must have. If it has another one, nothing is changed and the answer is 412. */
                "If-Match"?: string;
                /** @description `bearer`: the new token comes in the body, as `session.token`, and no cookie is set. For clients without cookies. */
                "X-Session-Transport"?: string;
            };
            path: {
                /** @description The variant's `sku`, percent-encoded. */
                sku: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetItem"];
            };
        };
        responses: {
            /** @description The cart after the change, with warnings to show. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
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
                        code: "request.malformed" | "session.expired" | "edge.bypassed" | "session.cross_site" | "catalog.unknown_sku" | "route.unknown" | "route.method" | "cart.changed" | "request.too_large" | "request.media_type" | "request.invalid" | "idempotency.key_reused" | "cart.line_limit" | "service.fault" | "cart.busy" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    removeItem: {
        parameters: {
            query?: never;
            header?: {
                /** @description Identifies this change. A repetition with the same key and body is not counted again. The cart remembers the keys of its last 32 changes. */
                "Idempotency-Key"?: string;
                /** @description The `ETag` that the cart must have. If it has another one, nothing is changed and the answer is 412. */
                "If-Match"?: string;
                /** @description `bearer`: the new token comes in the body, as `session.token`, and no cookie is set. For clients without cookies. */
                "X-Session-Transport"?: string;
            };
            path: {
                /** @description The variant's `sku`, percent-encoded. */
                sku: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cart after the change, with warnings to show. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
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
                        code: "session.expired" | "edge.bypassed" | "session.cross_site" | "route.unknown" | "route.method" | "cart.changed" | "request.too_large" | "request.invalid" | "idempotency.key_reused" | "service.fault" | "cart.busy" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    listSessions: {
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
            /** @description A page of sessions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
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
                        code: "session.required" | "session.expired" | "edge.bypassed" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: {
                /** @description `bearer`: the new token comes in the body, as `session.token`, and no cookie is set. For clients without cookies. */
                "X-Session-Transport"?: string;
                /** @description Identifies this sign-in: a new random value for each. A repetition on the same day (UTC) returns the same session. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description The new session and its customer. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
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
                        code: "request.malformed" | "session.bad_credentials" | "edge.bypassed" | "session.cross_site" | "request.too_large" | "request.media_type" | "request.invalid" | "session.too_many_attempts" | "service.fault" | "cart.busy" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended, and its cookie is deleted. */
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
                        code: "session.required" | "session.expired" | "edge.bypassed" | "session.cross_site" | "request.too_large" | "request.invalid" | "service.fault" | "cart.busy" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's id, from the list of sessions. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended. */
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
                        code: "session.required" | "session.expired" | "edge.bypassed" | "session.cross_site" | "session.unknown" | "route.unknown" | "route.method" | "request.too_large" | "request.invalid" | "service.fault" | "cart.busy" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    register: {
        parameters: {
            query?: never;
            header?: {
                /** @description `bearer`: the new token comes in the body, as `session.token`, and no cookie is set. For clients without cookies. */
                "X-Session-Transport"?: string;
                /** @description Identifies this registration for 24 hours. A repetition with the same e-mail, name and password signs in to the account that the first request created. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Register"];
            };
        };
        responses: {
            /** @description The new customer, signed in. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
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
                        code: "request.malformed" | "edge.bypassed" | "session.cross_site" | "customer.email_taken" | "request.too_large" | "request.media_type" | "request.invalid" | "idempotency.key_reused" | "session.too_many_attempts" | "service.fault" | "cart.busy" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    getProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The profile. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
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
                        code: "session.required" | "session.expired" | "edge.bypassed" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    changeProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeProfile"];
            };
        };
        responses: {
            /** @description The profile after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
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
                        code: "request.malformed" | "session.required" | "session.expired" | "edge.bypassed" | "session.cross_site" | "request.too_large" | "request.media_type" | "request.invalid" | "service.fault" | "cart.busy" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    changeEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeEmail"];
            };
        };
        responses: {
            /** @description A mail will be sent. */
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
                        code: "request.malformed" | "session.required" | "session.expired" | "edge.bypassed" | "customer.wrong_password" | "session.cross_site" | "request.too_large" | "request.media_type" | "request.invalid" | "session.too_many_attempts" | "service.fault" | "cart.busy" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    exportAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerExport"];
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
                        code: "session.required" | "session.expired" | "edge.bypassed" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    eraseAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Erase"];
            };
        };
        responses: {
            /** @description The account is erased, and the session's cookie is deleted. */
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
                        code: "request.malformed" | "session.required" | "session.expired" | "edge.bypassed" | "customer.wrong_password" | "session.cross_site" | "request.too_large" | "request.media_type" | "request.invalid" | "session.too_many_attempts" | "service.fault" | "cart.busy" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePassword"];
            };
        };
        responses: {
            /** @description The new password is valid. */
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
                        code: "request.malformed" | "session.required" | "session.expired" | "edge.bypassed" | "customer.wrong_password" | "session.cross_site" | "request.too_large" | "request.media_type" | "request.invalid" | "session.too_many_attempts" | "service.fault" | "cart.busy" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    listAddresses: {
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
            /** @description A page of addresses. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddressPage"];
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
                        code: "session.required" | "session.expired" | "edge.bypassed" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    addAddress: {
        parameters: {
            query?: never;
            header?: {
                /** @description Identifies this address. A repetition with the same key and body saves it only once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveAddress"];
            };
        };
        responses: {
            /** @description The saved address. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedAddress"];
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
                        code: "request.malformed" | "session.required" | "session.expired" | "edge.bypassed" | "session.cross_site" | "request.too_large" | "request.media_type" | "request.invalid" | "address.limit" | "idempotency.key_reused" | "service.fault" | "cart.busy" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    getAddress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The address's id (`addr_…`). */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The address. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedAddress"];
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
                        code: "session.required" | "session.expired" | "edge.bypassed" | "address.unknown" | "route.unknown" | "route.method" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    replaceAddress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The address's id (`addr_…`). */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveAddress"];
            };
        };
        responses: {
            /** @description The address after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedAddress"];
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
                        code: "request.malformed" | "session.required" | "session.expired" | "edge.bypassed" | "session.cross_site" | "address.unknown" | "route.unknown" | "route.method" | "request.too_large" | "request.media_type" | "request.invalid" | "service.fault" | "cart.busy" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    deleteAddress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The address's id (`addr_…`). */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The address is deleted. */
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
                        code: "session.required" | "session.expired" | "edge.bypassed" | "session.cross_site" | "address.unknown" | "route.unknown" | "route.method" | "request.too_large" | "request.invalid" | "service.fault" | "cart.busy" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    requestPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestReset"];
            };
        };
        responses: {
            /** @description If the account exists, a mail will be sent. */
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
                        code: "request.malformed" | "edge.bypassed" | "session.cross_site" | "request.too_large" | "request.media_type" | "request.invalid" | "session.too_many_attempts" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The token of the link: what follows `#token=`. */
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetPassword"];
            };
        };
        responses: {
            /** @description The new password is valid. */
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
                        code: "request.malformed" | "edge.bypassed" | "session.cross_site" | "customer.unknown_token" | "route.unknown" | "route.method" | "request.too_large" | "request.media_type" | "request.invalid" | "session.too_many_attempts" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    verifyEmail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The token of the link: what follows `#token=`. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account has this e-mail, and it is verified. */
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
                        code: "request.malformed" | "edge.bypassed" | "session.cross_site" | "customer.unknown_token" | "route.unknown" | "route.method" | "customer.email_taken" | "request.too_large" | "request.media_type" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    listShippingOptions: {
        parameters: {
            query?: {
                /** @description Only the options that ship there, at their exact prices. Without it, a country may have other prices. */
                country?: "AD" | "AE" | "AF" | "AG" | "AI" | "AL" | "AM" | "AO" | "AQ" | "AR" | "AS" | "AT" | "AU" | "AW" | "AX" | "AZ" | "BA" | "BB" | "BD" | "BE" | "BF" | "BG" | "BH" | "BI" | "BJ" | "BL" | "BM" | "BN" | "BO" | "BQ" | "BR" | "BS" | "BT" | "BV" | "BW" | "BY" | "BZ" | "CA" | "CC" | "CD" | "CF" | "CG" | "CH" | "CI" | "CK" | "CL" | "CM" | "CN" | "CO" | "CR" | "CU" | "CV" | "CW" | "CX" | "CY" | "CZ" | "DE" | "DJ" | "DK" | "DM" | "DO" | "DZ" | "EC" | "EE" | "EG" | "EH" | "ER" | "ES" | "ET" | "FI" | "FJ" | "FK" | "FM" | "FO" | "FR" | "GA" | "GB" | "GD" | "GE" | "GF" | "GG" | "GH" | "GI" | "GL" | "GM" | "GN" | "GP" | "GQ" | "GR" | "GS" | "GT" | "GU" | "GW" | "GY" | "HK" | "HM" | "HN" | "HR" | "HT" | "HU" | "ID" | "IE" | "IL" | "IM" | "IN" | "IO" | "IQ" | "IR" | "IS" | "IT" | "JE" | "JM" | "JO" | "JP" | "KE" | "KG" | "KH" | "KI" | "KM" | "KN" | "KP" | "KR" | "KW" | "KY" | "KZ" | "LA" | "LB" | "LC" | "LI" | "LK" | "LR" | "LS" | "LT" | "LU" | "LV" | "LY" | "MA" | "MC" | "MD" | "ME" | "MF" | "MG" | "MH" | "MK" | "ML" | "MM" | "MN" | "MO" | "MP" | "MQ" | "MR" | "MS" | "MT" | "MU" | "MV" | "MW" | "MX" | "MY" | "MZ" | "NA" | "NC" | "NE" | "NF" | "NG" | "NI" | "NL" | "NO" | "NP" | "NR" | "NU" | "NZ" | "OM" | "PA" | "PE" | "PF" | "PG" | "PH" | "PK" | "PL" | "PM" | "PN" | "PR" | "PS" | "PT" | "PW" | "PY" | "QA" | "RE" | "RO" | "RS" | "RU" | "RW" | "SA" | "SB" | "SC" | "SD" | "SE" | "SG" | "SH" | "SI" | "SJ" | "SK" | "SL" | "SM" | "SN" | "SO" | "SR" | "SS" | "ST" | "SV" | "SX" | "SY" | "SZ" | "TC" | "TD" | "TF" | "TG" | "TH" | "TJ" | "TK" | "TL" | "TM" | "TN" | "TO" | "TR" | "TT" | "TV" | "TW" | "TZ" | "UA" | "UG" | "UM" | "US" | "UY" | "UZ" | "VA" | "VC" | "VE" | "VG" | "VI" | "VN" | "VU" | "WF" | "WS" | "XK" | "YE" | "YT" | "ZA" | "ZM" | "ZW";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The options. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShippingOptionList"];
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
                        code: "edge.bypassed" | "request.too_large" | "request.invalid" | "shipping.not_available" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    quoteCart: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuoteCart"];
            };
        };
        responses: {
            /** @description The total and its parts, with warnings to show. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartQuote"];
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
                        code: "request.malformed" | "session.required" | "session.expired" | "edge.bypassed" | "session.cross_site" | "checkout.item_unavailable" | "request.too_large" | "request.media_type" | "request.invalid" | "cart.empty" | "shipping.unknown_option" | "shipping.not_available" | "service.fault" | "cart.busy" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    placeOrder: {
        parameters: {
            query?: never;
            header: {
                /** @description Identifies this order: a new random value for each order, the same one for repetitions. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlaceOrder"];
            };
        };
        responses: {
            /** @description The order. A guest's has a `token`: keep it. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
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
                        code: "idempotency.key_missing" | "request.malformed" | "session.required" | "session.expired" | "edge.bypassed" | "session.cross_site" | "cart.already_ordered" | "stock.insufficient" | "checkout.item_unavailable" | "checkout.price_changed" | "checkout.too_many_unpaid" | "request.too_large" | "request.media_type" | "request.invalid" | "idempotency.key_reused" | "cart.empty" | "shipping.unknown_option" | "shipping.not_available" | "payment.provider_missing" | "payment.amount_limit" | "checkout.busy" | "service.fault" | "cart.busy" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    listOrders: {
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
            /** @description A page of orders. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderPage"];
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
                        code: "session.required" | "session.expired" | "edge.bypassed" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    keepOrder: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeepOrder"];
            };
        };
        responses: {
            /** @description The order. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
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
                        code: "request.malformed" | "session.required" | "session.expired" | "edge.bypassed" | "session.cross_site" | "order.unknown" | "request.too_large" | "request.media_type" | "request.invalid" | "service.fault" | "cart.busy" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    getOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description A guest order's `token`. Not needed with the session that placed the order, or the session of the customer who owns it. */
                "Order-Token"?: string;
            };
            path: {
                /** @description The order's id (`ord_…`), not its number. */
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
                    "application/json": components["schemas"]["Order"];
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
                        code: "session.expired" | "edge.bypassed" | "order.unknown" | "route.unknown" | "route.method" | "request.too_large" | "request.invalid" | "service.fault" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    cancelOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description A guest order's `token`. Not needed with the session that placed the order, or the session of the customer who owns it. */
                "Order-Token"?: string;
            };
            path: {
                /** @description The order's id (`ord_…`), not its number. */
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
                    "application/json": components["schemas"]["Order"];
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
                        code: "request.malformed" | "session.expired" | "edge.bypassed" | "session.cross_site" | "order.unknown" | "route.unknown" | "route.method" | "order.not_cancelable" | "payment.unconfirmed" | "request.too_large" | "request.media_type" | "request.invalid" | "service.fault" | "cart.busy" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
    startPayment: {
        parameters: {
            query?: never;
            header?: {
                /** @description A guest order's `token`. Not needed with the session that placed the order, or the session of the customer who owns it. */
                "Order-Token"?: string;
            };
            path: {
                /** @description The order's id (`ord_…`), not its number. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The payment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
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
                        code: "request.malformed" | "session.expired" | "edge.bypassed" | "session.cross_site" | "order.unknown" | "route.unknown" | "route.method" | "order.not_payable" | "request.too_large" | "request.media_type" | "request.invalid" | "service.fault" | "cart.busy" | "service.unavailable" | "client.offline" | "client.timeout" | "client.unexpected";
                    };
                };
            };
        };
    };
}
