/// A world that shows what it is told to show, with a clock that only sleeping moves.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "scenario/world.hpp"

namespace sharecar::scenario::testing {

class PlayedWorld final : public World {
 public:
  Moment now() const override { return now_; }
  Timestamp wall_clock() const override {
    return Timestamp{std::chrono::duration_cast<std::chrono::microseconds>(now_.time_since_epoch())};
  }
  void sleep(std::chrono::milliseconds time) override {
    now_ += time;
    if (asleep) asleep();
  }
  void perform(const Step& step) override {
    done.push_back(step.stop ? "stop " + *step.stop : step.start ? "start " + *step.start : "something");
    if (step.stop && *step.stop == "nothing") throw std::runtime_error("there is no part named nothing");
  }
  Observed observe(const Expectation&, Moment) override {
    if (sights.empty()) throw std::runtime_error("nothing is to be seen");
    Observed seen = sights.front();
    if (sights.size() > 1) sights.pop_front();
    return seen;
  }
  void heal() override {
    done.push_back("heal");
    if (cannot_heal) throw std::runtime_error("payment does not start");
  }

  std::deque<Observed> sights;  // the last one stays
  std::function<void()> asleep;
  bool cannot_heal = false;
  std::vector<std::string> done;

 private:
  Moment now_{};
};

}  // namespace sharecar::scenario::testing
