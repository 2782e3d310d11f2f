package com.alphapulse.riskbudget.bench;

/** The applications that are held against each other. */
enum Contender {
  /** Copies bytes. */
  BARE("pass-through, bytes"),
  /** Decodes orders and encodes decisions, with the product's serde. */
  AVRO("pass-through, Avro"),
  /** The product's gate. */
  GATE("gate");

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  /**
   * Makes sure that the answers are what was asked for: a gate that rejects everything, because a
   * mark is stale or a limit unknown, would be measured at something else.
   *
   * @throws BenchFailedException if the share of rejected orders is not the one that was sent
   */
  void requireRejected(long rejected, long orders) {
    double expected = this == GATE ? (double) orders / Records.REJECTED_ONE_IN : 0;
    if (Math.abs(rejected - expected) > 1 + expected / 2) {
      throw new BenchFailedException(
          "%s rejected %d of %d orders, not about %.0f"
              .formatted(title, rejected, orders, expected));
    }
  }

  /** Name in tables. */
  String title() {
    return title;
  }
}
