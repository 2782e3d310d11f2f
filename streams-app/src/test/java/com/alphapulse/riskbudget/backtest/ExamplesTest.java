package com.alphapulse.riskbudget.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.alphapulse.riskbudget.config.BacktestSettings;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.prices.PriceFile;
import com.alphapulse.riskbudget.prices.PriceSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configurations in docs/examples, each named like the price file that it is for. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("../docs/examples");
  private static final Path OUTSIDE = Path.of("../../shared/data");

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.sorted().toList();
    }
  }

  private static PriceSeries prices(Path example) {
    String name = example.getFileName().toString().replace(".yaml", ".csv");
    if (PriceFile.class.getResource("/prices/" + name) != null) {
      return PriceFile.bundled(name);
    }
    assumeThat(OUTSIDE.resolve(name)).as("price file outside the project").isRegularFile();
    return PriceFile.readWithHoles(OUTSIDE.resolve(name));
  }

  @Test
  void shouldCoverEveryPriceFile_whenExamplesAreListed() throws IOException {
    assertThat(examples())
        .extracting(file -> file.getFileName().toString())
        .containsExactly(
            "debian_spisector.yaml",
            "debian_swx.yaml",
            "multiasset10_1999_2014.yaml",
            "ndx_1985_2024.yaml",
            "sp20stocks_1990_2022.yaml",
            "spx_2000_2020_vega.yaml");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void shouldBeAccepted_whenAnExampleIsRead(Path example) {
    BacktestSettings settings = Configuration.load(example).backtest();

    assertThat(settings.assetClasses()).isNotEmpty();
    assertThat(settings.assetClasses().keySet()).containsAll(settings.riskShares().keySet());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void shouldNameExactlyTheSymbols_whenThePriceFileIsThere(Path example) {
    assertThat(Configuration.load(example).backtest().assetClasses().keySet())
        .containsExactlyInAnyOrderElementsOf(prices(example).symbols());
  }
}
