package com.alphapulse.riskbudget.e2e;

import com.alphapulse.riskbudget.demo.EmbeddedBroker;
import java.nio.file.Path;
import java.util.OptionalInt;

class EmbeddedBrokerEndToEndTest extends EndToEndSuite {
  private EmbeddedBroker broker;

  @Override
  String startCluster(Path folder) {
    broker = EmbeddedBroker.start(OptionalInt.empty(), folder.resolve("cluster"));
    return broker.bootstrapServers();
  }

  @Override
  void stopCluster() {
    if (broker != null) {
      broker.close();
    }
  }
}
