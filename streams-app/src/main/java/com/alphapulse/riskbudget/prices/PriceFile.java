package com.alphapulse.riskbudget.prices;

import com.alphapulse.riskbudget.config.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads closing levels from a wide CSV: a header {@code date,SYMBOL,…}, then a row per day with an
 * ISO date and one level per symbol. Nothing is repaired: a hole, a text or a date out of order is
 * an error that names the file, the line and the column. Levels are rounded to the eight decimal
 * places of the wire.
 */
public final class PriceFile {
  /** Plain decimals only; an exponent could ask for a number of any length. */
  private static final Pattern LEVEL = Pattern.compile("\\d{1,15}(\\.\\d{1,30})?");

  /** Decimal places of a price on the wire. */
  static final int SCALE = 8;

  /** How a file marks a day on which a symbol has no level. */
  private static final String NOT_AVAILABLE = "NA";

  private final String source;
  private final boolean permitHoles;

  private PriceFile(String source, boolean permitHoles) {
    this.source = source;
    this.permitHoles = permitHoles;
  }

  /**
   * Reads a file.
   *
   * @throws ConfigurationException naming file, line and column of the first thing wrong in it
   */
  public static PriceSeries read(Path file) {
    return read(file, false);
  }

  /**
   * Reads a file in which {@code NA} marks a level that is not available; the symbol then has no
   * level that day.
   *
   * @throws ConfigurationException as {@link #read}
   */
  public static PriceSeries readWithHoles(Path file) {
    return read(file, true);
  }

  private static PriceSeries read(Path file, boolean permitHoles) {
    PriceFile reader = new PriceFile(file.toString(), permitHoles);
    if (Files.isDirectory(file)) {
      throw reader.error("is a folder, not a file of prices");
    }
    if (!Files.exists(file)) {
      throw reader.error("does not exist");
    }
    try {
      return reader.parse(reader.text(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw reader.error("cannot be read: " + e.getClass().getSimpleName());
    }
  }

  /**
   * Reads one of the files that come with the program. Their sources mark a few levels as not
   * available; those symbols have no level that day.
   *
   * @param name file name below {@code /prices}
   * @throws ConfigurationException as {@link #read}
   */
  public static PriceSeries bundled(String name) {
    PriceFile reader = new PriceFile("prices/" + name, true);
    try (InputStream in = PriceFile.class.getResourceAsStream("/prices/" + name)) {
      if (in == null) {
        throw reader.error("is not part of this program");
      }
      return reader.parse(reader.text(in.readAllBytes()));
    } catch (IOException e) {
      throw reader.error("cannot be read: " + e.getClass().getSimpleName());
    }
  }

  /**
   * Reads text of that shape.
   *
   * @param source named in errors
   * @throws ConfigurationException as {@link #read}
   */
  public static PriceSeries parse(String source, String text) {
    return new PriceFile(source, false).parse(text);
  }

  private String text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw error("is not UTF-8 text");
    }
  }

  private PriceSeries parse(String text) {
    List<String> lines = text.stripTrailing().lines().toList();
    if (lines.isEmpty()) {
      throw error("is empty; the first line must be date,SYMBOL,…");
    }
    List<String> header = header(cells(lines.get(0)));
    TreeMap<LocalDate, Map<String, BigDecimal>> closes = new TreeMap<>();
    for (int i = 1; i < lines.size(); i++) {
      List<String> cells = cells(lines.get(i));
      if (cells.size() != header.size()) {
        throw error(
            "line %d, column %d: the row has %d columns, the header %d"
                .formatted(
                    i + 1, Math.min(cells.size(), header.size()), cells.size(), header.size()));
      }
      LocalDate date = date(i + 1, cells.get(0));
      if (!closes.isEmpty() && !date.isAfter(closes.lastKey())) {
        throw error(
            "line %d, column 1 (date): %s does not come after %s"
                .formatted(i + 1, date, closes.lastKey()));
      }
      closes.put(date, levels(i + 1, header, cells));
    }
    if (closes.size() < 2) {
      throw error("line %d: at least two rows of prices are needed".formatted(lines.size()));
    }
    return new PriceSeries(header.subList(1, header.size()), closes);
  }

  private List<String> header(List<String> header) {
    if (!header.get(0).equalsIgnoreCase("date") || header.size() < 2) {
      throw error("line 1, column 1: the first line must be date,SYMBOL,…");
    }
    Set<String> seen = new HashSet<>();
    for (int column = 0; column < header.size(); column++) {
      if (header.get(column).isEmpty() || !seen.add(header.get(column))) {
        throw error(
            "line 1, column %d: the symbol is empty or a repeat: '%s'"
                .formatted(column + 1, header.get(column)));
      }
    }
    return header;
  }

  private LocalDate date(int line, String cell) {
    try {
      return LocalDate.parse(cell);
    } catch (DateTimeParseException e) {
      throw error(
          "line %d, column 1 (date): '%s' is not a date such as 2008-10-17"
              .formatted(line, shortened(cell)));
    }
  }

  private Map<String, BigDecimal> levels(int line, List<String> header, List<String> cells) {
    Map<String, BigDecimal> levels = new LinkedHashMap<>();
    for (int column = 1; column < cells.size(); column++) {
      String cell = cells.get(column);
      String place = "line %d, column %d (%s)".formatted(line, column + 1, header.get(column));
      if (permitHoles && cell.equals(NOT_AVAILABLE)) {
        continue;
      }
      if (cell.isEmpty()) {
        throw error(place + ": the price is missing");
      }
      if (!LEVEL.matcher(cell).matches()) {
        throw error(place + ": '" + shortened(cell) + "' is not a price");
      }
      BigDecimal level = new BigDecimal(cell).setScale(SCALE, RoundingMode.HALF_EVEN);
      if (level.signum() <= 0) {
        throw error(place + ": '" + shortened(cell) + "' is not above 0");
      }
      levels.put(header.get(column), level);
    }
    return Collections.unmodifiableMap(levels);
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    for (String cell : line.split(",", -1)) {
      cells.add(cell.strip());
    }
    return cells;
  }

  private static String shortened(String cell) {
    return cell.length() <= 40 ? cell : cell.substring(0, 40) + "…";
  }

  private ConfigurationException error(String message) {
    return new ConfigurationException(source, List.of(message));
  }
}
