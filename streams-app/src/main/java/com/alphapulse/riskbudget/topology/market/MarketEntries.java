package com.alphapulse.riskbudget.topology.market;

import com.alphapulse.riskbudget.config.MarketSettings;
import com.alphapulse.riskbudget.market.MarketModel;
import com.alphapulse.riskbudget.state.StateBytes;
import com.alphapulse.riskbudget.topology.kafka.InputCursor.Input;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The market store's entries: of each market a head, one for each instrument, and one that changes
 * when a bar closes; and the cursor's. An entry is written only when it has changed.
 */
final class MarketEntries {

  /** Kinds of entry, with the first byte of their keys; what is of a market names it next. */
  private enum Kind {
    HEAD(1),
    BARS(2),
    INSTRUMENT(3),
    CURSOR(4);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  private static final int KEY_SIZE = 64;

  private final KeyValueStore<Bytes, byte[]> store;
  private final MarketSettings settings;

  MarketEntries(KeyValueStore<Bytes, byte[]> store, MarketSettings settings) {
    this.store = store;
    this.settings = settings;
  }

  /** Names of the markets that have entries. */
  Set<String> markets() {
    Set<String> names = new HashSet<>();
    try (KeyValueIterator<Bytes, byte[]> heads = entries(key(Kind.HEAD))) {
      while (heads.hasNext()) {
        DataInputStream key = in(heads.next().key.get());
        key.readByte();
        names.add(key.readUTF());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the markets' names cannot be read", e);
    }
    return names;
  }

  /** The model of a market; a fresh one where it has no entries. */
  MarketModel load(String market) {
    byte[] head = store.get(key(Kind.HEAD, market));
    if (head == null) {
      return new MarketModel(market, settings);
    }
    List<DataInputStream> instruments = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> all = entries(key(Kind.INSTRUMENT, market))) {
      all.forEachRemaining(entry -> instruments.add(in(entry.value)));
    }
    try {
      return MarketModel.readFrom(
          market,
          settings,
          new MarketModel.Parts(
              in(head),
              Optional.ofNullable(store.get(key(Kind.BARS, market))).map(MarketEntries::in),
              instruments));
    } catch (IOException e) {
      throw new UncheckedIOException("the state of market " + market + " cannot be read", e);
    }
  }

  void saveHead(String market, MarketModel model) {
    put(key(Kind.HEAD, market), StateBytes.of(model::writeHeadTo));
  }

  /** Saves an instrument, if it is one. */
  void saveInstrument(String market, MarketModel model, String symbol) {
    if (model.knows(symbol)) {
      put(
          key(Kind.INSTRUMENT, market, symbol),
          StateBytes.of(out -> model.writeInstrumentTo(symbol, out)));
    }
  }

  /** Saves what a closed bar has changed. */
  void saveBars(String market, MarketModel model) {
    store.put(key(Kind.BARS, market), StateBytes.of(model::writeBarsTo));
  }

  static Bytes cursorKey(Input input) {
    return key(Kind.CURSOR, input.toString());
  }

  private static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  private void put(Bytes key, byte[] value) {
    if (!Arrays.equals(store.get(key), value)) {
      store.put(key, value);
    }
  }

  private KeyValueIterator<Bytes, byte[]> entries(Bytes prefix) {
    return store.prefixScan(prefix, new BytesSerializer());
  }

  private static Bytes key(Kind kind, String... identifiers) {
    return Bytes.wrap(
        StateBytes.of(
            KEY_SIZE,
            out -> {
              out.writeByte(kind.code);
              for (String identifier : identifiers) {
                out.writeUTF(identifier);
              }
            }));
  }
}
