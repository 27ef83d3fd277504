/** What is minimized: likelihood terms and penalties, each reported apart. */
package dev.dither.objective;
