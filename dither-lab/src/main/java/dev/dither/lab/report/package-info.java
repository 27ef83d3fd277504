/** Reports and the ledger: pure functions of run directories, nothing is run again. */
@NullMarked
package dev.dither.lab.report;

import org.jspecify.annotations.NullMarked;
