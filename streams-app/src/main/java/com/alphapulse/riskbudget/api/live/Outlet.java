package com.alphapulse.riskbudget.api.live;

/** Where one reader's events go. Nothing here blocks. */
interface Outlet {
  /** Whether the reader is still there. */
  boolean isOpen();

  /** Whether all that was written has gone out, so that more may be written. */
  boolean isReady();

  /** Sends bytes, once it is ready. */
  void write(byte[] bytes);

  /** Ends the stream. */
  void end();
}
