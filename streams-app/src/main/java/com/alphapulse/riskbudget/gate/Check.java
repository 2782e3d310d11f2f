package com.alphapulse.riskbudget.gate;

import java.util.List;

/** One rule of the gate, or a few that belong together. Without state. */
public interface Check {

  /** Adds to {@code findings} whatever the proposal breaks; never throws for a bad proposal. */
  void examine(Proposal proposal, Findings findings);

  /**
   * What it looks at and allows, whether the proposal passes or not and whether the check applies
   * to it; never throws for a bad proposal. Made for whoever asks why: deciding an order needs only
   * the figure that it breaks.
   */
  List<Figure> figures(Proposal proposal);
}
