#include <gtest/gtest.h>

#include "chassis/http/router.hpp"
#include "chassis/http/traced_path.hpp"

namespace sharecar::http {
namespace {

Route declare(Method method, std::string path) {
  Route route;
  route.method = method;
  route.path = std::move(path);
  return route;
}

Router fleet() {
  return Router{{
      declare(Method::get, "/"),
      declare(Method::get, "/cars"),
      declare(Method::post, "/cars"),
      declare(Method::get, "/cars/{id}"),
      declare(Method::get, "/cars/search"),
      declare(Method::delete_, "/cars/{id}"),
      declare(Method::get, "/cars/{id}/slots/{day}"),
      declare(Method::get, "/trailing/"),
      declare(Method::options, "/asked"),
      declare(Method::get, "/asked"),
      declare(Method::get, "/proxy/**"),
      declare(Method::get, "/proxy/{one}"),
      declare(Method::head, "/heads/{x}"),
      declare(Method::get, "/heads/{x}"),
      declare(Method::head, "/heads/**"),
  }};
}

// "GET /cars/{id} id=7", "405 GET, HEAD, ..." or "404".
TEST(TracedPath, ShowsIdsAndNothingElseThatAStrangerPutThere) {
  EXPECT_EQ(traced_path("/orders/{id}", "/orders/7"), "/orders/7");
  EXPECT_EQ(traced_path("/charges/{key}", "/charges/123456:2"), "/charges/123456:2");
  EXPECT_EQ(traced_path("/charges/{key}", "/charges/12345678901:2"), "/charges/12345678901:2");
  EXPECT_EQ(traced_path("/orders/{id}", "/orders/510510510510"), "/orders/{id}");
  EXPECT_EQ(traced_path("/orders/{id}/trace", "/orders/secret/trace"), "/orders/{id}/trace");
  EXPECT_EQ(traced_path("/orders/**", "/orders/secret/5105105105105100"), "/orders/**");
  EXPECT_EQ(traced_path("", "/secret"), "");
}

std::string find(const Router& router, Method method, std::string_view path) {
  const auto found = router.find(method, path);
  if (const auto* match = std::get_if<Router::Match>(&found)) {
    std::string text = match->route->name();
    for (const auto& [name, value] : match->captures) text += " " + name + "=" + value;
    return text;
  }
  if (const auto* other = std::get_if<Router::NotAllowed>(&found)) {
    std::string text = "405";
    for (const auto& allowed : other->allowed) text += " " + allowed;
    return text;
  }
  return "404";
}

TEST(Router, FindsTheMostSpecificTemplate) {
  const auto router = fleet();
  const std::vector<std::tuple<Method, std::string, std::string>> cases{
      {Method::get, "/", "GET /"},
      {Method::get, "/cars", "GET /cars"},
      {Method::get, "/cars/7", "GET /cars/{id} id=7"},
      {Method::get, "/cars/search", "GET /cars/search"},
      {Method::delete_, "/cars/search", "DELETE /cars/{id} id=search"},
      {Method::get, "/cars/7/slots/2026-11-21", "GET /cars/{id}/slots/{day} id=7 day=2026-11-21"},
      {Method::get, "/cars/a%2Fb%20c", "GET /cars/{id} id=a/b c"},
      {Method::get, "/cars/a+b", "GET /cars/{id} id=a+b"},
      {Method::get, "/trailing/", "GET /trailing/"},
      {Method::get, "/proxy", "GET /proxy/**"},
      {Method::get, "/proxy/", "GET /proxy/**"},
      {Method::get, "/proxy/a", "GET /proxy/{one} one=a"},
      {Method::get, "/proxy/a/b/", "GET /proxy/**"},
  };
  for (const auto& [method, path, expected] : cases) EXPECT_EQ(find(router, method, path), expected) << path;
}

TEST(Router, DoesNotNormalisePaths) {
  const auto router = fleet();
  for (const char* path :
       {"", "*", "cars", "//", "//cars", "/cars/", "/cars//7", "/cars/7/", "/trailing", "/CARS", "/cars/../cars",
        "/./cars", "/c%61rs", "/cars/%", "/cars/%zz", "/cars/%00", "/proxy//a", "/proxy/a//b", "/cars/7/slots/"}) {
    EXPECT_EQ(find(router, Method::get, path), "404") << path;
  }
}

TEST(Router, AnswersHeadByGetUnlessDeclared) {
  const auto router = fleet();
  EXPECT_EQ(find(router, Method::head, "/cars/7"), "GET /cars/{id} id=7");
  EXPECT_EQ(find(router, Method::head, "/heads/7"), "HEAD /heads/{x} x=7");
}

TEST(Router, NamesWhatIsAllowedInstead) {
  const auto router = fleet();
  EXPECT_EQ(find(router, Method::put, "/cars"), "405 GET HEAD POST OPTIONS");
  EXPECT_EQ(find(router, Method::post, "/cars/7"), "405 GET HEAD DELETE OPTIONS");
  EXPECT_EQ(find(router, Method::options, "/cars"), "405 GET HEAD POST OPTIONS");
  EXPECT_EQ(find(router, Method::options, "/asked"), "OPTIONS /asked");
}

TEST(Router, RefusesTemplatesThatCannotBeMeant) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"cars", "route GET cars: a template starts with /"},
      {"/**/cars", "route GET /**/cars: ** is only possible at the end"},
      {"/cars/x{id}", "route GET /cars/x{id}: a variable is a whole segment {name}"},
      {"/cars/{id}x", "route GET /cars/{id}x: a variable is a whole segment {name}"},
      {"/cars/{}", "route GET /cars/{}: a variable is a whole segment {name}"},
      {"/cars/*", "route GET /cars/*: a variable is a whole segment {name}"},
  };
  for (const auto& [path, expected] : cases) {
    try {
      const Router router{{declare(Method::get, path)}};
      ADD_FAILURE() << path << " was accepted";
    } catch (const std::logic_error& error) {
      EXPECT_EQ(error.what(), expected);
    }
  }
}

TEST(Router, RefusesTwoRoutesForTheSameRequests) {
  EXPECT_THROW((Router{{declare(Method::get, "/cars/{id}"), declare(Method::get, "/cars/{car}")}}), std::logic_error);
  EXPECT_NO_THROW((Router{{declare(Method::get, "/cars/{id}"), declare(Method::put, "/cars/{car}")}}));
}

}  // namespace
}  // namespace sharecar::http
