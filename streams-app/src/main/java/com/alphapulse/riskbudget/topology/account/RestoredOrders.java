package com.alphapulse.riskbudget.topology.account;

import com.alphapulse.riskbudget.domain.account.ExecutionIds;
import com.alphapulse.riskbudget.domain.account.OrderState;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;

/** Orders put together from their entries, which are restored in no useful order. */
public final class RestoredOrders {

  private record Entry(String portfolioId, OrderState order) {}

  private record Id(String portfolioId, String orderId) {}

  private final Map<Id, OrderState> byId = new HashMap<>();

  private RestoredOrders() {}

  /** Puts them together. */
  public static RestoredOrders of(Map<Bytes, byte[]> entries) throws IOException {
    RestoredOrders orders = new RestoredOrders();
    Map<Id, List<ExecutionIds.Numbered>> executions = new HashMap<>();
    for (Map.Entry<Bytes, byte[]> entry : entries.entrySet()) {
      DataInputStream key = LedgerEntries.in(entry.getKey().get());
      switch (LedgerEntries.kind(key)) {
        case ORDER -> {
          Id id = new Id(key.readUTF(), key.readUTF());
          orders.byId.put(id, OrderEntries.readOrder(id.orderId(), entry.getValue()));
        }
        case EXECUTION ->
            executions
                .computeIfAbsent(new Id(key.readUTF(), key.readUTF()), id -> new ArrayList<>())
                .add(OrderEntries.readExecutionId(entry.getValue()));
        default -> {
          // Others restore the rest.
        }
      }
    }
    executions.forEach(
        (id, ids) -> {
          OrderState order = orders.byId.get(id);
          if (order != null) {
            ids.sort(Comparator.comparingLong(ExecutionIds.Numbered::number));
            ids.forEach(order::restoreExecId);
          }
        });
    return orders;
  }

  /** Hands out each with its portfolio, the one that was heard of least lately first. */
  public void forEach(BiConsumer<String, OrderState> sink) {
    List<Entry> all = new ArrayList<>();
    byId.forEach((id, order) -> all.add(new Entry(id.portfolioId(), order)));
    all.sort(
        Comparator.comparingLong((Entry e) -> e.order().heardAt())
            .thenComparing(e -> e.order().orderId()));
    all.forEach(entry -> sink.accept(entry.portfolioId(), entry.order()));
  }
}
