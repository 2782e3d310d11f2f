package com.alphapulse.riskbudget.cases;

import java.nio.file.Path;

/** Cases that are not about how old things are: closes of days past, orders of today. */
class DemoCasesTest extends CaseSuite {

  DemoCasesTest() {
    super("trading");
  }

  @Override
  CasePlatform startPlatform(Path dir) {
    return CasePlatform.ofDemo(dir);
  }
}
