package com.alphapulse.riskbudget.audit.outside.rule;

import com.alphapulse.riskbudget.audit.outside.state.Facts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Every rule that the gate keeps, read from its documentation and written anew. */
final class Rulebook {

  /** Adds what a quantity of the order breaks. */
  @FunctionalInterface
  private interface Rule {
    void examine(Facts facts, BigDecimal quantity, List<Broken> broken);
  }

  /** Hold for every order. */
  private static final List<Rule> ALWAYS =
      List.of(
          OrderRules::routed,
          OrderRules::identifiers,
          OrderRules::quantity,
          OrderRules::price,
          OrderRules::newId,
          OrderRules::notOld,
          OrderRules::notAhead,
          OrderRules::collar,
          PermissionRules::known,
          PermissionRules::notHalted);

  /** Hold for orders that add risk. */
  private static final List<Rule> UNLESS_REDUCING =
      List.of(
          PermissionRules::mayIncrease,
          PermissionRules::open,
          PermissionRules::currency,
          PermissionRules::heldCurrencies,
          PermissionRules::loss,
          PermissionRules::rate,
          PermissionRules::openOrders,
          FreshnessRules::budget,
          FreshnessRules::marks,
          FreshnessRules::riskModel,
          LimitRules::equity,
          LimitRules::orderQuantity,
          LimitRules::orderNotional,
          LimitRules::position,
          LimitRules::concentration,
          LimitRules::strategyBudget,
          LimitRules::leverage,
          LimitRules::volatility);

  private Rulebook() {}

  /** What a quantity of an order breaks. */
  static List<Broken> broken(Facts facts, BigDecimal quantity) {
    List<Broken> broken = new ArrayList<>();
    ALWAYS.forEach(rule -> rule.examine(facts, quantity, broken));
    if (!facts.isReducing(quantity)) {
      UNLESS_REDUCING.forEach(rule -> rule.examine(facts, quantity, broken));
    }
    return broken;
  }
}
