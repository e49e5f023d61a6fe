//! The routes of `infra/app.yaml`, for what stands in for API Gateway on this machine and for the
//! test that compares them with the code. Reads only the lines this template has, one event each;
//! `cfn-lint` is who says that the template is right.

use crate::api_gateway::Route;
use http::Method;

/// The template of the functions.
pub const APP: &str = include_str!("../../infra/app.yaml");

/// The routes, in the order of the template; `None` as the place of one is `$default`, and the method
/// `ANY` is one like the others.
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut function = String::new();
    let mut routes = Vec::new();
    for line in APP.lines() {
        let name = line.strip_prefix("      CodeUri: ../target/lambda/");
        if let Some(name) = name.and_then(|rest| rest.strip_suffix('/')) {
            name.clone_into(&mut function);
        }
        let event = line
            .split_once("{ApiId: !Ref Api, Method: ")
            .map(|(_, rest)| rest);
        let Some((method, path)) = event.and_then(|rest| rest.split_once(", Path: ")) else {
            continue;
        };
        let path = path
            .trim_end()
            .strip_suffix('}')
            .unwrap_or(path)
            .trim_matches('"');
        let at = match method.parse::<Method>() {
            Ok(method) if path != "$default" => Some((method, path.to_owned())),
            _ => None,
        };
        routes.push(Route {
            at,
            function: function.clone(),
        });
    }
    routes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_nobodys_goes_to_the_portal() {
        let default: Vec<_> = routes().into_iter().filter(|route| route.at.is_none()).collect();
        assert_eq!(
            default,
            [Route {
                at: None,
                function: "portal".to_owned()
            }]
        );
    }

    #[test]
    fn an_ordinary_route_is_read_with_its_parameter() {
        let any = "ANY".parse().unwrap();
        let withdraw = Route {
            at: Some((any, "/petitions/{id}/withdraw".to_owned())),
            function: "petitions".to_owned(),
        };
        let register = Route {
            at: Some((Method::POST, "/register".to_owned())),
            function: "identity".to_owned(),
        };
        assert!(routes().contains(&withdraw) && routes().contains(&register));
    }
}
