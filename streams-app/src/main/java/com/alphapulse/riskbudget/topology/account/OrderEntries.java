package com.alphapulse.riskbudget.topology.account;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.account.ExecutionEvent;
import com.alphapulse.riskbudget.domain.account.ExecutionEvent.Status;
import com.alphapulse.riskbudget.domain.account.ExecutionIds;
import com.alphapulse.riskbudget.domain.account.HeldReports.Held;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.state.StateBytes;
import com.alphapulse.riskbudget.state.StateIo;
import com.alphapulse.riskbudget.topology.account.LedgerEntries.Kind;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;

/**
 * Entries of an order, its execution ids and the reports that wait, as both stages save them. An
 * execution id has an entry of its own, so that a report costs as many bytes as the one before it.
 */
public final class OrderEntries {
  private static final int FORMAT = 1;

  private OrderEntries() {}

  /** Saves an order and the execution ids that were added since it was saved last. */
  public static void save(String portfolioId, OrderState order, BiConsumer<Bytes, byte[]> sink) {
    sink.accept(key(portfolioId, order.orderId()), order(order));
    for (ExecutionIds.Numbered id : order.takeUnsavedExecIds()) {
      sink.accept(executionKey(portfolioId, order.orderId(), id.place()), executionId(id));
    }
  }

  /** Every entry of an order, whether it was saved before or not. */
  public static void dump(String portfolioId, OrderState order, BiConsumer<Bytes, byte[]> sink) {
    sink.accept(key(portfolioId, order.orderId()), order(order));
    for (ExecutionIds.Numbered id : order.execIds()) {
      sink.accept(executionKey(portfolioId, order.orderId(), id.place()), executionId(id));
    }
  }

  /** Deletes an order's entries. */
  public static void delete(String portfolioId, OrderState order, BiConsumer<Bytes, byte[]> sink) {
    sink.accept(key(portfolioId, order.orderId()), null);
    for (int place = 0; place < order.execIdPlaces(); place++) {
      sink.accept(executionKey(portfolioId, order.orderId(), place), null);
    }
  }

  public static Bytes key(String portfolioId, String orderId) {
    return LedgerEntries.key(Kind.ORDER, portfolioId, orderId);
  }

  private static Bytes executionKey(String portfolioId, String orderId, int place) {
    return LedgerEntries.key(Kind.EXECUTION, portfolioId, orderId, Integer.toString(place));
  }

  public static Bytes heldKey(String portfolioId, Held held) {
    return LedgerEntries.key(Kind.HELD, portfolioId, Long.toString(held.number()));
  }

  /** Key of a report that came before the approval of its order. */
  public static Bytes earlyKey(String portfolioId, Held early) {
    return LedgerEntries.key(Kind.EARLY, portfolioId, Long.toString(early.number()));
  }

  private static byte[] order(OrderState order) {
    OrderState.Progress progress = order.progress();
    return StateBytes.of(
        out -> {
          out.writeByte(FORMAT);
          out.writeUTF(order.strategyId());
          out.writeUTF(order.symbol());
          out.writeBoolean(order.side() == Side.BUY);
          StateIo.writeDecimal(out, order.approved());
          StateIo.writeDecimal(out, progress.filled());
          StateIo.writeDecimal(out, progress.reached());
          StateIo.writeDecimal(out, progress.reserved());
          out.writeBoolean(progress.closed());
          out.writeBoolean(progress.missingTold());
          out.writeLong(progress.heardAt());
        });
  }

  /** Reads an order, without the execution ids that have entries of their own. */
  static OrderState readOrder(String orderId, byte[] value) throws IOException {
    DataInputStream in = LedgerEntries.in(value);
    StateIo.readVersion(in, FORMAT);
    OrderState order =
        new OrderState(
            orderId,
            in.readUTF(),
            in.readUTF(),
            in.readBoolean() ? Side.BUY : Side.SELL,
            StateIo.readDecimal(in),
            Long.MIN_VALUE);
    return OrderState.restored(
        order,
        new OrderState.Progress(
            StateIo.readDecimal(in),
            StateIo.readDecimal(in),
            StateIo.readDecimal(in),
            in.readBoolean(),
            in.readBoolean(),
            in.readLong()));
  }

  private static byte[] executionId(ExecutionIds.Numbered id) {
    return StateBytes.of(
        out -> {
          out.writeByte(FORMAT);
          out.writeLong(id.number());
          out.writeUTF(id.execId());
        });
  }

  static ExecutionIds.Numbered readExecutionId(byte[] value) throws IOException {
    DataInputStream in = LedgerEntries.in(value);
    StateIo.readVersion(in, FORMAT);
    return new ExecutionIds.Numbered(in.readLong(), in.readUTF());
  }

  public static byte[] held(Held held) {
    return StateBytes.of(
        out -> {
          out.writeByte(FORMAT);
          out.writeLong(held.number());
          writeEvent(out, held.event());
        });
  }

  public static Held readHeld(byte[] value) throws IOException {
    DataInputStream in = LedgerEntries.in(value);
    StateIo.readVersion(in, FORMAT);
    return new Held(in.readLong(), readEvent(in));
  }

  private static void writeEvent(DataOutput out, ExecutionEvent event) throws IOException {
    out.writeUTF(event.orderId());
    out.writeUTF(event.strategyId());
    out.writeUTF(event.symbol());
    out.writeBoolean(event.side() == Side.BUY);
    StateIo.writeEnum(out, event.status());
    StateIo.writeDecimal(out, event.lastQuantity());
    StateIo.writeDecimal(out, event.cumulativeQuantity());
    StateIo.writeDecimal(out, event.price());
    StateIo.writeDecimal(out, event.fee());
    out.writeUTF(event.execId());
    out.writeLong(event.eventTime());
  }

  private static ExecutionEvent readEvent(DataInputStream in) throws IOException {
    return new ExecutionEvent(
        in.readUTF(),
        in.readUTF(),
        in.readUTF(),
        in.readBoolean() ? Side.BUY : Side.SELL,
        StateIo.readEnum(in, Status.class),
        StateIo.readDecimal(in),
        StateIo.readDecimal(in),
        StateIo.readDecimal(in),
        StateIo.readDecimal(in),
        in.readUTF(),
        in.readLong());
  }
}
