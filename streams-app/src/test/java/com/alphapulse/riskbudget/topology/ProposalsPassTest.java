package com.alphapulse.riskbudget.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.budget.BudgetStep;
import com.alphapulse.riskbudget.budget.PortfolioBook;
import com.alphapulse.riskbudget.budget.limits.Budget;
import com.alphapulse.riskbudget.budget.trades.Recommendation;
import com.alphapulse.riskbudget.budget.trades.Recommendation.ProposedTrade;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.Fill;
import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.StrategySpec;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.OverrideScope;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.gate.Decision;
import com.alphapulse.riskbudget.gate.Gate;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.check.Checks;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.ledger.RiskModel;
import com.alphapulse.riskbudget.gate.limits.TradingOverrides;
import com.alphapulse.riskbudget.gate.orders.Order;
import com.alphapulse.riskbudget.topology.budget.BudgetWire;
import com.alphapulse.riskbudget.topology.wire.GateWire;
import com.alphapulse.riskbudget.topology.wire.NameTable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/**
 * What a recommendation proposes, sent as orders as it stands, passes the real gate under the
 * budget that it came with, whatever is held and pends and wherever prices have gone by 2 %.
 */
class ProposalsPassTest {
  private static final String PORTFOLIO = "p";
  private static final long NOW = 1_700_000_000_000L;

  /** What has filled of what pended before, and fills between the orders. */
  private enum Filling {
    NONE,
    ALL,
    SOME
  }

  /** What an order that was approved earlier may still fill. */
  private record Pending(String strategyId, String symbol, Side side, BigDecimal quantity) {
    OrderState order(int i) {
      return new OrderState("p" + i, strategyId, symbol, side, quantity, NOW);
    }
  }

  @Property(tries = 400)
  void shouldPassTheGate_whenSentAsItStands(@ForAll long seed) {
    Scene scene = new Scene(new Random(seed));
    Optional<Recommendation> recommended = scene.recommend();
    Statistics.label("recommended").collect(recommended.isPresent());
    if (recommended.isEmpty()) {
      return;
    }
    List<ProposedTrade> trades = recommended.get().trades();
    for (Filling filling : Filling.values()) {
      for (double move : new double[] {0, -0.02, 0.02, Double.NaN}) {
        scene.send(trades, filling, move);
      }
    }
    Statistics.label("trades")
        .collect(trades.isEmpty() ? "none" : trades.size() == 1 ? "one" : "several");
    Statistics.label("buys").collect(trades.stream().anyMatch(trade -> trade.side() == Side.BUY));
    Statistics.label("buys").coverage(c -> c.check(true).percentage(share -> share > 30));
    Statistics.label("pending besides").collect(scene.pendsBesides());
    Statistics.label("pending besides").coverage(c -> c.check(true).percentage(share -> share > 4));
    Statistics.label("recommended").coverage(c -> c.check(true).percentage(share -> share > 70));
  }

  /** A random market, portfolio and book; the same in the budget stage and at the gate. */
  private static final class Scene {
    private final Random random;
    private final Configuration configuration;
    private final List<InstrumentSpec> instruments = new ArrayList<>();
    private final Map<String, BigDecimal> prices = new LinkedHashMap<>();
    private final PortfolioSpec spec;
    private final MarketSnapshot snapshot;
    private final PortfolioBook book = new PortfolioBook(PORTFOLIO);

    /** Strategy and symbol to what is held. */
    private final Map<List<String>, BigDecimal> held = new LinkedHashMap<>();

    private final List<Pending> pending = new ArrayList<>();
    private BigDecimal cash;
    private Budget budget;

    Scene(Random random) {
      this.random = random;
      configuration =
          Configuration.parse(
              "test",
              """
              risk_budgeting:
                position_limit_multiple: %s
                strategy_limit_multiple: %s
                rebalancing_triggers: {risk_budget_breach: 100}
              gate: {max_order_notional: %s}
              """
                  .formatted(
                      pick("1.5", "1.5", "1", "1.2"),
                      pick("1.1", "1.1", "1", "1.3"),
                      pick("1.0e+9", "100000")));
      int n = 1 + random.nextInt(7);
      for (int i = 0; i < n; i++) {
        instruments.add(instrument("S" + i));
        prices.put("S" + i, BigDecimal.valueOf(1 + random.nextInt(50_000), 2));
      }
      spec = portfolio();
      snapshot = snapshot();
      assertThat(book.define(spec, NOW)).isEmpty();
      cash = spec.cash();
      hold();
      pend();
    }

    Optional<Recommendation> recommend() {
      book.evaluate(snapshot, NOW, configuration.riskBudgeting());
      book.overrides().apply(rebalance(), NOW);
      BudgetStep step = book.evaluate(snapshot, NOW, configuration.riskBudgeting());
      budget = step.budget().orElse(null);
      return step.recommendation();
    }

    /** Whether something pends of a symbol that no strategy names and of which nothing is held. */
    boolean pendsBesides() {
      return pending.stream()
          .map(Pending::symbol)
          .anyMatch(
              symbol ->
                  spec.strategies().stream().noneMatch(s -> s.symbols().contains(symbol))
                      && held.keySet().stream().noneMatch(line -> line.contains(symbol)));
    }

    /** Sends the trades one after the other; {@code move} NaN for one of its own per symbol. */
    void send(List<ProposedTrade> trades, Filling filling, double move) {
      Marks marks = moved(move);
      PortfolioLedger ledger = ledger(marks, filling);
      Gate gate = new Gate(Checks.ALWAYS, Checks.UNLESS_REDUCING);
      boolean adding = false;
      BigDecimal money = ledger.cash();
      for (int i = 0; i < trades.size(); i++) {
        ProposedTrade trade = trades.get(i);
        Order order = order("o" + i, trade);
        Decision decision =
            gate.decide(
                new Proposal(
                    order,
                    Optional.of(PORTFOLIO),
                    new Proposal.World(
                        ledger,
                        new TradingOverrides(),
                        marks,
                        RiskModel.of(snapshot),
                        configuration.gate(),
                        NOW)));
        assertThat(decision.violations())
            .as("%s of %s, fills %s, move %s, in %s", trade, trades, filling, move, decision)
            .isEmpty();
        // Once what pended has filled, what was to add may cut.
        boolean late = filling == Filling.NONE && adding && decision.reducing();
        assertThat(late).as("cuts come first: %s", trades).isFalse();
        adding |= !decision.reducing();
        if (filling == Filling.ALL || (filling == Filling.SOME && random.nextBoolean())) {
          BigDecimal notional =
              trade.quantity().multiply(marks.of(trade.symbol()).orElseThrow().unitValue());
          money =
              money
                  .subtract(trade.side().signed(notional))
                  .subtract(notional.multiply(new BigDecimal("0.001")));
          ledger.restorePosition(
              trade.strategyId(), trade.symbol(), trade.side().signed(trade.quantity()));
          ledger.restoreAccount(money, BigDecimal.ZERO, 0);
        } else {
          ledger.reserve(
              new OrderState(
                  order.orderId(),
                  trade.strategyId(),
                  trade.symbol(),
                  trade.side(),
                  trade.quantity(),
                  NOW),
              marks);
        }
      }
    }

    private Order order(String id, ProposedTrade trade) {
      return new Order(
          id,
          PORTFOLIO,
          trade.strategyId(),
          trade.symbol(),
          trade.side(),
          trade.quantity(),
          false,
          Optional.empty(),
          false,
          false,
          NOW);
    }

    private PortfolioLedger ledger(Marks marks, Filling filling) {
      PortfolioLedger ledger = new PortfolioLedger(PORTFOLIO);
      ledger.define(spec);
      held.forEach((line, units) -> ledger.restorePosition(line.get(0), line.get(1), units));
      ledger.restoreAccount(cash, BigDecimal.ZERO, 0);
      BigDecimal money = cash;
      for (int i = 0; i < pending.size(); i++) {
        Pending order = pending.get(i);
        if (filling == Filling.ALL || (filling == Filling.SOME && random.nextBoolean())) {
          BigDecimal units = order.side().signed(order.quantity());
          BigDecimal price = marks.of(order.symbol()).orElseThrow().unitValue();
          money = money.subtract(units.multiply(price));
          ledger.restorePosition(order.strategyId(), order.symbol(), units);
          ledger.restoreAccount(money, BigDecimal.ZERO, 0);
        } else {
          ledger.reserve(order.order(i), marks);
        }
      }
      ledger.apply(GateWire.limits(BudgetWire.budget(budget), new NameTable()).orElseThrow());
      assertThat(ledger.equity(marks)).isPresent();
      return ledger;
    }

    private Marks moved(double move) {
      Map<String, Marks.Mark> marks = new HashMap<>();
      for (InstrumentSpec instrument : instruments) {
        double own = Double.isNaN(move) ? (random.nextInt(3) - 1) * 0.02 : move;
        BigDecimal price =
            prices
                .get(instrument.symbol())
                .multiply(BigDecimal.valueOf(1 + own))
                .setScale(8, own > 0 ? RoundingMode.DOWN : RoundingMode.UP);
        marks.put(instrument.symbol(), Marks.Mark.of(instrument, price, NOW));
      }
      return new Marks("m", 1, NOW, marks);
    }

    private InstrumentSpec instrument(String symbol) {
      return new InstrumentSpec(
          symbol,
          random.nextInt(4) == 0 ? AssetClass.BOND : AssetClass.EQUITY,
          "USD",
          new BigDecimal(pick("1", "1", "10", "0.001")),
          new BigDecimal("0.01"),
          new BigDecimal(pick("1", "1", "1", "50")));
    }

    private PortfolioSpec portfolio() {
      int strategies = 1 + random.nextInt(3);
      List<StrategySpec> all = new ArrayList<>();
      List<String> named = List.copyOf(prices.keySet());
      named = named.subList(0, named.size() - random.nextInt(Math.min(3, named.size())));
      for (int k = 0; k < strategies; k++) {
        List<String> symbols = new ArrayList<>();
        for (String symbol : named) {
          if (symbols.isEmpty() || random.nextInt(3) > 0) {
            symbols.add(symbol);
          }
        }
        all.add(new StrategySpec("s" + k, 1 + random.nextInt(3), symbols, 0, 1));
      }
      return new PortfolioSpec(
          PORTFOLIO,
          "m",
          "USD",
          new BigDecimal(10_000 * (1 + random.nextInt(1000))),
          all,
          hardLimits(),
          random.nextInt(5) == 0 ? Set.of("S0") : Set.of());
    }

    private HardLimits hardLimits() {
      if (random.nextInt(3) > 0) {
        return HardLimits.NONE;
      }
      return new HardLimits(
          random.nextBoolean()
              ? OptionalDouble.of(0.3 + random.nextDouble())
              : OptionalDouble.empty(),
          random.nextBoolean() ? Optional.of(new BigDecimal(200_000)) : Optional.empty(),
          random.nextBoolean() ? Optional.of(new BigDecimal(5_000)) : Optional.empty(),
          random.nextBoolean()
              ? OptionalDouble.of(0.05 + random.nextDouble())
              : OptionalDouble.empty(),
          OptionalInt.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          random.nextBoolean() ? Map.of("S0", new BigDecimal(100)) : Map.of());
    }

    private MarketSnapshot snapshot() {
      List<MarketSnapshot.SymbolRisk> risks = new ArrayList<>();
      double[][] correlations = new double[instruments.size()][];
      double[] loadings = new double[instruments.size()];
      for (int i = 0; i < loadings.length; i++) {
        InstrumentSpec instrument = instruments.get(i);
        risks.add(
            new MarketSnapshot.SymbolRisk(
                instrument, prices.get(instrument.symbol()), 0.03 + random.nextDouble() * 0.5));
        loadings[i] = random.nextDouble() * 1.6 - 0.7;
        correlations[i] = new double[i];
        for (int j = 0; j < i; j++) {
          correlations[i][j] = loadings[i] * loadings[j];
        }
      }
      Regime regime = List.of(Regime.values()).get(random.nextInt(5));
      return new MarketSnapshot(
          "m",
          1,
          NOW,
          100,
          252,
          true,
          new MarketSnapshot.Detected(regime, 1, Map.of(), NOW, "test"),
          risks,
          new MarketSnapshot.Correlations(correlations, 0.3, 0.5),
          Map.of());
    }

    /** Holdings from nothing to far too much, of what strategies trade and of what none does. */
    private void hold() {
      int lines = random.nextInt(8);
      for (int l = 0; l < lines; l++) {
        String strategy = pick("s0", "s0", "s1", "s2", "gone");
        String symbol = "S" + random.nextInt(instruments.size());
        BigDecimal price = prices.get(symbol);
        BigDecimal multiplier =
            instruments.get(Integer.parseInt(symbol.substring(1))).contractMultiplier();
        BigDecimal units =
            spec.cash()
                .multiply(BigDecimal.valueOf(random.nextDouble() * 0.4))
                .divide(price.multiply(multiplier), random.nextInt(3), RoundingMode.DOWN);
        boolean shortSale = random.nextInt(10) == 0;
        if (units.signum() > 0) {
          BigDecimal signed = shortSale ? units.negate() : units;
          held.merge(List.of(strategy, symbol), signed, BigDecimal::add);
          cash = cash.subtract(signed.multiply(price).multiply(multiplier));
          Fill fill =
              new Fill(
                  "f" + l,
                  strategy,
                  symbol,
                  shortSale ? Side.SELL : Side.BUY,
                  units,
                  price,
                  BigDecimal.ZERO,
                  "e" + l,
                  NOW);
          assertThat(book.apply(fill, multiplier)).isEmpty();
        }
      }
    }

    /** Orders from small to large, of what strategies trade and of what none does any more. */
    private void pend() {
      int orders = random.nextInt(3) == 0 ? 0 : random.nextInt(5);
      for (int i = 0; i < orders; i++) {
        InstrumentSpec instrument = instruments.get(random.nextInt(instruments.size()));
        BigDecimal unit = prices.get(instrument.symbol()).multiply(instrument.contractMultiplier());
        BigDecimal quantity =
            spec.cash()
                .multiply(BigDecimal.valueOf(random.nextDouble() * 0.2))
                .divide(unit, random.nextInt(3), RoundingMode.DOWN);
        if (quantity.signum() > 0) {
          Side side = random.nextInt(3) == 0 ? Side.SELL : Side.BUY;
          String strategy = pick("s0", "s1", "s2", "gone", "ended");
          pending.add(new Pending(strategy, instrument.symbol(), side, quantity));
          assertThat(book.orders().approve(pending.get(pending.size() - 1).order(i))).isEmpty();
        }
      }
    }

    private RiskOverrideSpec rebalance() {
      return new RiskOverrideSpec(
          "r",
          PORTFOLIO,
          OverrideScope.PORTFOLIO,
          "",
          OverrideAction.REBALANCE,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          "operator",
          "test",
          NOW,
          OptionalLong.empty());
    }

    private String pick(String... choices) {
      return choices[random.nextInt(choices.length)];
    }
  }
}
