/** The number of calls by store. `s3` are calls other than `s3.PutObject`. */
export type Calls = Record<string, number>;

/**
 * The calls of each route of Admin. The first one finds the key. A change of the catalogue is one statement; then the caches are
 * loaded again and the answer is read.
 */
export const adminBudgets: Record<string, Calls> = {
  cancelOrder: { "data-api": 4, sqs: 1 },
  changeVariant: { "data-api": 4, dynamodb: 2, sqs: 1 },
  createKey: { "data-api": 2 },
  createUpload: { "data-api": 2 },
  deleteCategory: { "data-api": 3, dynamodb: 1 },
  deleteCollection: { "data-api": 3, dynamodb: 1 },
  deleteProduct: { "data-api": 4, dynamodb: 2, sqs: 1 },
  deleteRedirect: { "data-api": 3, dynamodb: 1 },
  deleteWebhookEndpoint: { "data-api": 2 },
  deliverFulfillment: { "data-api": 3, sqs: 1 },
  sendConfirmation: { "data-api": 2, sqs: 1 },
  eraseCustomer: { "data-api": 2, sqs: 1 },
  getCollection: { "data-api": 2 },
  getCustomer: { "data-api": 4 },
  getImage: { "data-api": 2 },
  getOrder: { "data-api": 3 },
  getProduct: { "data-api": 2 },
  getSettings: { "data-api": 2 },
  getStock: { "data-api": 2 },
  getWebhookEndpoint: { "data-api": 2 },
  listAudit: { "data-api": 2 },
  listCategories: { "data-api": 2 },
  listCollections: { "data-api": 2 },
  listCustomers: { "data-api": 2 },
  listDeadLetters: { "data-api": 2 },
  listEvents: { "data-api": 7 },
  listKeys: { "data-api": 2 },
  listOrders: { "data-api": 2 },
  listProducts: { "data-api": 2 },
  listRedirects: { "data-api": 2 },
  listStockMovements: { "data-api": 2 },
  // There are none, so the endpoint may be unknown.
  listWebhookDeliveries: { "data-api": 3 },
  listWebhookEndpoints: { "data-api": 2 },
  moveStock: { "data-api": 3, dynamodb: 1 },
  putCategory: { "data-api": 4, dynamodb: 1 },
  putCollection: { "data-api": 4, dynamodb: 1 },
  putProduct: { "data-api": 5, dynamodb: 2, sqs: 1 },
  putRedirect: { "data-api": 3, dynamodb: 1 },
  recordPayment: { "data-api": 2, sqs: 1 },
  replaceSettings: { "data-api": 3, dynamodb: 1 },
  requestRefund: { "data-api": 2, sqs: 1 },
  reportSales: { "data-api": 3 },
  reportStock: { "data-api": 2 },
  retryDeadLetter: { "data-api": 2, sqs: 1 },
  retryWebhookDelivery: { "data-api": 2 },
  revokeKey: { "data-api": 2 },
  saveWebhookEndpoint: { "data-api": 2 },
  setStock: { "data-api": 3, dynamodb: 1 },
  shipOrder: { "data-api": 2, sqs: 1 },
};

/** The calls of Worker for one event with its mail, without a webhook endpoint unless it says so, and for one image. */
export const workerBudgets: Record<string, Calls> = {
  "an image": { "data-api": 2, s3: 2, "s3.PutObject": 8 },
  "customer.created": { "data-api": 7, ses: 1 },
  "order.canceled": { "data-api": 7, ses: 1 },
  "order.delivered": { "data-api": 3 },
  "order.paid": { "data-api": 3 },
  "order.paid, with a webhook": { "data-api": 8 },
  "order.placed": { "data-api": 9, dynamodb: 1, ses: 1 },
  "order.shipped": { "data-api": 9, ses: 1 },
  "product.updated": { "data-api": 3 },
  "stock.low": { "data-api": 3 },
};
