package com.alphapulse.riskbudget.e2e;

import java.util.Optional;

/**
 * A purchase that every client makes.
 *
 * @param name behind the portfolio's in the order's id
 */
record ClientOrder(String name, String quantity, Optional<String> limitPrice) {
  static ClientOrder market(String name, String quantity) {
    return new ClientOrder(name, quantity, Optional.empty());
  }

  static ClientOrder limit(String name, String quantity, String price) {
    return new ClientOrder(name, quantity, Optional.of(price));
  }

  String id(String portfolioId) {
    return portfolioId + "-" + name;
  }
}
