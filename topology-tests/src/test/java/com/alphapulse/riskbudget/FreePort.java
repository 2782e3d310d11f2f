package com.alphapulse.riskbudget;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port for a server that has to be told which. */
public final class FreePort {
  private FreePort() {}

  /** One of the loopback address that nobody listens on now. */
  public static int take() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
