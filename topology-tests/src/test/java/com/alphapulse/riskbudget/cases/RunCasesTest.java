package com.alphapulse.riskbudget.cases;

import java.nio.file.Path;

/** Cases about time, with the defaults of {@code run}: the event time is the present. */
class RunCasesTest extends CaseSuite {

  RunCasesTest() {
    super("run");
  }

  @Override
  CasePlatform startPlatform(Path dir) {
    return CasePlatform.ofRun(dir);
  }
}
