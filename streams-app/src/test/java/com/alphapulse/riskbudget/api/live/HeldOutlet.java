package com.alphapulse.riskbudget.api.live;

import java.util.ArrayList;
import java.util.List;

/** A connection of which the test says when it takes what was written. */
final class HeldOutlet implements Outlet {
  private final List<Frame> inFlight = new ArrayList<>();
  private int bytes;
  private boolean open = true;

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public boolean isReady() {
    return open && inFlight.isEmpty();
  }

  @Override
  public void write(byte[] written) {
    if (!isReady()) {
      throw new IllegalStateException("written before it was ready");
    }
    bytes = written.length;
    inFlight.addAll(Frame.all(written));
  }

  @Override
  public void end() {
    open = false;
  }

  /** Takes what is on its way. */
  List<Frame> take() {
    return takeAtMost(Integer.MAX_VALUE);
  }

  /** Takes the first few events that are on their way; the others are lost. */
  List<Frame> takeAtMost(int most) {
    List<Frame> taken = List.copyOf(inFlight.subList(0, Math.min(most, inFlight.size())));
    inFlight.clear();
    return taken;
  }

  /** Of what was written last. */
  int bytes() {
    return bytes;
  }
}
