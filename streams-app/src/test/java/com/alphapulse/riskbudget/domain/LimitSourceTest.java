package com.alphapulse.riskbudget.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.limit.LimitSource;
import com.alphapulse.riskbudget.domain.limit.LimitSource.ByOverride;
import com.alphapulse.riskbudget.domain.limit.LimitSource.ByRegime;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Unknown;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitSourceTest {

  @ParameterizedTest
  @MethodSource("sources")
  void shouldBeReadBack_whenARecordCarriesIt(LimitSource source) {
    assertThat(LimitSource.of(source.text())).isEqualTo(source);
  }

  static Stream<LimitSource> sources() {
    return Stream.of(
            Arrays.<LimitSource>stream(Rule.values()),
            Arrays.stream(Regime.values()).map(ByRegime::new),
            List.<LimitSource>of(new ByOverride("v1"), new ByOverride("")).stream())
        .flatMap(s -> s);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "target", "REGIME:", "REGIME:CALM", "OVERRIDE", "a later rule"})
  void shouldKeepTheText_whenThisVersionDoesNotKnowIt(String text) {
    assertThat(LimitSource.of(text)).isEqualTo(new Unknown(text));
  }

  @Test
  void shouldBeWrittenAsBefore_whenRecordsAreReadByOthers() {
    assertThat(new ByOverride("v1").text()).isEqualTo("OVERRIDE:v1");
    assertThat(new ByRegime(Regime.BULL).text()).isEqualTo("REGIME:BULL");
    assertThat(Rule.HARD_LIMIT.text()).isEqualTo("HARD_LIMIT");
  }
}
