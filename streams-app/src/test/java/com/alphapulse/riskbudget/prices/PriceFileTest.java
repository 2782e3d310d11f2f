package com.alphapulse.riskbudget.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.config.ConfigurationException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceFileTest {
  @TempDir Path folder;

  @Test
  void shouldReadEveryLevel_whenFileIsSound() {
    PriceSeries prices =
        PriceFile.parse("p.csv", "date,A,B\r\n2001-01-01,1,2.5\r\n2001-01-02,1.000087611,3\r\n\n");

    assertThat(prices.symbols()).containsExactly("A", "B");
    assertThat(prices.closes().get(LocalDate.of(2001, 1, 1)))
        .containsExactly(
            Map.entry("A", new BigDecimal("1.00000000")),
            Map.entry("B", new BigDecimal("2.50000000")));
    assertThat(prices.closes().get(LocalDate.of(2001, 1, 2)).get("A")).isEqualTo("1.00008761");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          date,A;2001-01-01,1;2001-01-02,           | line 3, column 2 (A): the price is missing
          date,A;2001-01-01,1;2001-01-02,n/a        | line 3, column 2 (A): 'n/a' is not a price
          date,A,B;2001-01-01,1,1e400;2001-01-02,1,1| line 2, column 3 (B): '1e400' is not a price
          date,A;2001-01-01,1;2001-01-02,-3         | line 3, column 2 (A): '-3' is not a price
          date,A;2001-01-01,1;2001-01-02,NaN        | line 3, column 2 (A): 'NaN' is not a price
          date,A;2001-01-01,0.00;2001-01-02,1       | line 2, column 2 (A): '0.00' is not above 0
          date,A;2001-01-01,0.000000001;2001-01-02,1| line 2, column 2 (A): '0.000000001' is not above 0
          date,A;2001-01-02,1;2001-01-01,1          | line 3, column 1 (date): 2001-01-01 does not come after 2001-01-02
          date,A;2001-01-02,1;2001-01-02,1          | line 3, column 1 (date): 2001-01-02 does not come after 2001-01-02
          date,A;2001-13-02,1;2001-01-02,1          | line 2, column 1 (date): '2001-13-02' is not a date such as 2008-10-17
          date,A,B;2001-01-01,1;2001-01-02,1,1      | line 2, column 2: the row has 2 columns, the header 3
          date,A;2001-01-01,1,7;2001-01-02,1        | line 2, column 2: the row has 3 columns, the header 2
          date,A;2001-01-01,1;;2001-01-02,1         | line 3, column 1: the row has 1 columns, the header 2
          date,A,A;2001-01-01,1,1;2001-01-02,1,1    | line 1, column 3: the symbol is empty or a repeat: 'A'
          date,A,;2001-01-01,1,1;2001-01-02,1,1     | line 1, column 3: the symbol is empty or a repeat: ''
          day,A;2001-01-01,1;2001-01-02,1           | line 1, column 1: the first line must be date,SYMBOL,…
          date;2001-01-01;2001-01-02                | line 1, column 1: the first line must be date,SYMBOL,…
          date,A;2001-01-01,1                       | line 2: at least two rows of prices are needed
          """)
  void shouldNameLineAndColumn_whenSomethingIsWrong(String rows, String message) {
    assertThatThrownBy(() -> PriceFile.parse("p.csv", rows.strip().replace(';', '\n')))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("p.csv: " + message.strip());
  }

  @Test
  void shouldNameFile_whenItCannotBeRead() throws IOException {
    Path binary = Files.write(folder.resolve("binary.csv"), new byte[] {(byte) 0xff, 0, 1});
    Path empty = Files.createFile(folder.resolve("empty.csv"));

    assertThatThrownBy(() -> PriceFile.read(folder.resolve("none.csv")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageEndingWith("none.csv: does not exist");
    assertThatThrownBy(() -> PriceFile.read(folder))
        .hasMessageEndingWith("is a folder, not a file of prices");
    assertThatThrownBy(() -> PriceFile.read(binary))
        .hasMessageEndingWith("binary.csv: is not UTF-8 text");
    assertThatThrownBy(() -> PriceFile.read(empty)).hasMessageContaining("empty.csv: is empty");
  }

  @Test
  void shouldReadBundledFiles_whenTheyAreAsked() {
    PriceSeries swiss = PriceFile.bundled("debian_spisector.csv");
    PriceSeries us = PriceFile.bundled("spx_2000_2020_vega.csv");

    assertThat(swiss.symbols()).hasSize(10).startsWith("SPI");
    assertThat(swiss.closes()).hasSize(2216);
    assertThat(swiss.closes().get(LocalDate.of(2002, 1, 29))).hasSize(9).doesNotContainKey("BASI");
    assertThat(us.symbols()).containsExactly("SPX");
    assertThat(us.closes()).hasSize(5105);
  }
}
