export interface System {
  key: string;
  name: string;
  what: string;
  hasQueue: boolean;
}

export const systems: System[] = [
  {
    key: "request",
    name: "in the request",
    what: "the instance stores the order, sends the mail, and then answers",
    hasQueue: false,
  },
  {
    key: "queue",
    name: "in a queue",
    what: "the instance stores the order with its event, puts it into SQS, and answers; workers send the mails, more of them when the queue is long; a sweep sends what never reached the queue",
    hasQueue: true,
  },
];
