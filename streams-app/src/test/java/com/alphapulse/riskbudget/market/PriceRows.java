package com.alphapulse.riskbudget.market;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of a CSV file with dates in its first column, for tests that check published numbers. */
public record PriceRows(List<String> dates, List<double[]> rows) {

  /** Price data that is not part of the project lies beside it. */
  private static final Path SHARED = Path.of("../../shared/data").toAbsolutePath().normalize();

  /** A file of the class path. */
  public static PriceRows bundled(String resource) {
    return read(
        new InputStreamReader(
            PriceRows.class.getResourceAsStream(resource), StandardCharsets.UTF_8));
  }

  /** A file beside the project; the test is skipped where it is absent. */
  public static PriceRows shared(String name) {
    Path file = SHARED.resolve(name);
    assumeTrue(
        Files.isRegularFile(file),
        () -> "skipped: needs shared/data/" + name + " beside the project's folder");
    try {
      return read(Files.newBufferedReader(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Simple returns of a column, one fewer than there are rows. */
  public double[] returns(int column) {
    double[] returns = new double[rows.size() - 1];
    Arrays.setAll(returns, t -> rows.get(t + 1)[column] / rows.get(t)[column] - 1);
    return returns;
  }

  private static PriceRows read(Reader source) {
    PriceRows file = new PriceRows(new ArrayList<>(), new ArrayList<>());
    try (BufferedReader reader = new BufferedReader(source)) {
      reader.lines().skip(1).map(line -> line.split(",", -1)).forEach(file::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private void add(String[] cells) {
    dates.add(cells[0]);
    rows.add(Arrays.stream(cells).skip(1).mapToDouble(Double::parseDouble).toArray());
  }
}
