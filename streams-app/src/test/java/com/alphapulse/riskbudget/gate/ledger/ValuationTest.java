package com.alphapulse.riskbudget.gate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.gate.LimitSources;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ValuationTest {
  private final PortfolioLedger ledger = new PortfolioLedger("p");

  /** What is held is in the portfolio's own currency, and all the equity there is. */
  @BeforeEach
  void define() {
    ledger.restoreSpec(LimitSources.spec(HardLimits.NONE, Set.of()));
  }

  @Test
  void shouldValueAnew_whenTheMarketChangesAtTheSameSequence() {
    ledger.restorePosition("s1", "A", BigDecimal.TEN);

    assertThat(ledger.equity(marks("us", "100")).orElseThrow()).isEqualByComparingTo("1000");
    assertThat(ledger.equity(marks("ch", "90")).orElseThrow()).isEqualByComparingTo("900");
  }

  @Test
  void shouldKnowNoExposure_whenStrategiesHoldAnUnpricedSymbolAgainstEachOther() {
    ledger.restorePosition("s1", "A", BigDecimal.TEN);
    ledger.restorePosition("s2", "A", BigDecimal.TEN.negate());

    assertThat(ledger.positions().valuation(Marks.none("us")).gross("s1")).isEmpty();
    assertThat(ledger.positions().valuation(marks("us", "100")).gross("s1").orElseThrow())
        .isEqualByComparingTo("1000");
  }

  private static Marks marks(String market, String price) {
    InstrumentSpec instrument = InstrumentSpec.defaults("A", AssetClass.EQUITY, "EUR");
    return new Marks(
        market, 1, 0, Map.of("A", Marks.Mark.of(instrument, new BigDecimal(price), 0)));
  }
}
