package com.alphapulse.riskbudget.backtest.replay;

import com.alphapulse.riskbudget.domain.AssetClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Asset classes of the symbols of a file: as configured, else as listed, else shares. */
final class AssetClasses {
  private static final String LIST = "/backtest/asset-classes.properties";

  private AssetClasses() {}

  static Map<String, AssetClass> of(List<String> symbols, Map<String, AssetClass> configured) {
    Properties listed = new Properties();
    try (InputStream in = AssetClasses.class.getResourceAsStream(LIST)) {
      listed.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, AssetClass> classes = new TreeMap<>();
    for (String symbol : symbols) {
      AssetClass bundled = AssetClass.valueOf(listed.getProperty(symbol, AssetClass.EQUITY.name()));
      classes.put(symbol, configured.getOrDefault(symbol, bundled));
    }
    return classes;
  }
}
