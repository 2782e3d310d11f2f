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

  /** Name in tables. */
  String title() {
    return title;
  }
}
