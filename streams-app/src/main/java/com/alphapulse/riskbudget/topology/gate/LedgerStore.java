package com.alphapulse.riskbudget.topology.gate;

import com.alphapulse.riskbudget.topology.kafka.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The inner store of a gate task: write-only. The gate works on live objects, so what is put goes
 * to the changelog (which the store around this one writes) and nowhere else; on restore, the
 * entries are gathered and turned into live objects once, when the task becomes active.
 */
public final class LedgerStore implements KeyValueStore<Bytes, byte[]> {

  /** Makes the stores of one application and finds the one of a task. */
  public static final class Supplier implements KeyValueBytesStoreSupplier {
    private final Map<TaskId, LedgerStore> byTask = new ConcurrentHashMap<>();

    @Override
    public String name() {
      return Names.LEDGER_STORE;
    }

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
      return new LedgerStore(byTask);
    }

    @Override
    public String metricsScope() {
      return "ledger";
    }

    /**
     * What the active task of the partition works on; empty where none runs here, it is a standby,
     * or its state is still being restored. Any thread may ask whether it is there; only the one
     * that runs the task may look into it.
     */
    Optional<GateState> live(int partition) {
      return byTask.entrySet().stream()
          .filter(entry -> entry.getKey().partition() == partition)
          .map(entry -> entry.getValue().live)
          .filter(Objects::nonNull)
          .findFirst();
    }

    /** The store of a task that runs in this application instance. */
    LedgerStore of(TaskId taskId) {
      LedgerStore store = byTask.get(taskId);
      if (store == null) {
        throw new IllegalStateException("task " + taskId + " has no open ledger store");
      }
      return store;
    }
  }

  private final Map<TaskId, LedgerStore> byTask;
  private final Map<Bytes, byte[]> restored = new LinkedHashMap<>();
  private final Position position = Position.emptyPosition();

  /** Written by the thread that runs the task. */
  private volatile GateState live;

  private TaskId taskId;
  private boolean open;

  private LedgerStore(Map<TaskId, LedgerStore> byTask) {
    this.byTask = byTask;
  }

  @Override
  public String name() {
    return Names.LEDGER_STORE;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    restored.clear();
    live = null;
    open = true;
    taskId = context.taskId();
    byTask.put(taskId, this);
    context.register(root, (key, value) -> restore(Bytes.wrap(key), value));
  }

  /** Live objects, as the entries restored so far make them. Called by the active task only. */
  GateState activate() {
    if (live == null) {
      live = GateEntries.restore(restored);
      restored.clear();
    }
    return live;
  }

  private void restore(Bytes key, byte[] value) {
    if (live != null) {
      // The task was active here and now follows another one: back to entries.
      GateEntries.dump(live, restored::put);
      live = null;
    }
    if (value == null) {
      restored.remove(key);
    } else {
      restored.put(key, value);
    }
  }

  @Override
  public void put(Bytes key, byte[] value) {
    // Live objects hold it already; the changelog is written by the store around this one.
  }

  @Override
  public byte[] putIfAbsent(Bytes key, byte[] value) {
    throw writeOnly();
  }

  @Override
  public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
    entries.forEach(entry -> put(entry.key, entry.value));
  }

  @Override
  public byte[] delete(Bytes key) {
    return null;
  }

  @Override
  public byte[] get(Bytes key) {
    throw writeOnly();
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
    throw writeOnly();
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> all() {
    throw writeOnly();
  }

  @Override
  public long approximateNumEntries() {
    return live == null ? restored.size() : live.entries();
  }

  @Override
  public void close() {
    open = false;
    byTask.remove(taskId, this);
    restored.clear();
    live = null;
  }

  @Override
  public Position getPosition() {
    return position;
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  private static UnsupportedOperationException writeOnly() {
    return new UnsupportedOperationException("the ledger store is write-only");
  }
}
