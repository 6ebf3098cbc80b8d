//! Runs that are refused as a whole.

use planhat_api::ObjectId;
use planhat_api::paging::ListReport;
use planhat_api::removal::Refused;

use crate::tenant::{list, products};

#[tokio::test]
async fn what_is_no_share_lets_nothing_be_deleted() {
    let (_emulator, client) = products(20).await;
    let (ids, report) = list(&client).await;
    for share in [5.0, -0.1, f64::INFINITY, f64::NAN] {
        let run = client.products().delete_many([ids[0]], &report);
        let error = run.at_most_share(share).run().await.unwrap_err();
        assert!(matches!(error, Refused::NoShare { .. }), "{error}");
    }
    assert_eq!(list(&client).await.0, ids);
}

#[tokio::test]
async fn a_run_that_a_guard_refuses_sends_nothing() {
    let (emulator, client) = products(20).await;
    let (ids, report) = list(&client).await;
    let deals = client.deals().list().stream();
    let unread = client.products().list().stream().report().clone();
    let mut rest = client.products().list().stream().start_at(5);
    while rest.next().await.is_some() {}
    let refused = async |ids: &[ObjectId], report: &ListReport| {
        let run = client.products().delete_many(ids.iter().copied(), report);
        run.at_most(3).at_most_share(0.1).run().await.unwrap_err()
    };
    emulator.reset();

    let error = refused(&ids[..1], deals.report()).await;
    assert!(
        matches!(
            error,
            Refused::OtherRecords {
                listed: "Deal",
                asked: "Product"
            }
        ),
        "{error}"
    );
    let error = refused(&ids[..1], &unread).await;
    assert!(matches!(error, Refused::IncompleteList { .. }), "{error}");
    assert!(error.to_string().contains("was not read"), "{error}");
    let error = refused(&ids[..1], rest.report()).await;
    assert_eq!(error, Refused::NotFromTheStart { offset: 5 });
    let error = refused(&ids[..4], &report).await;
    assert_eq!(error, Refused::TooMany { asked: 4, most: 3 });
    let error = refused(&ids[..3], &report).await;
    assert_eq!(
        error,
        Refused::TooLargeAShare {
            asked: 3,
            listed: 20,
            share: 0.1
        }
    );
    assert_eq!(emulator.requests().len(), 0);
}

#[tokio::test]
async fn unless_set_a_tenth_of_the_list_and_a_hundred_are_the_most() {
    let (_emulator, client) = products(1_010).await;
    let (ids, report) = list(&client).await;
    let refused = async |count: usize| {
        let run = client
            .products()
            .delete_many(ids.iter().copied().take(count), &report);
        run.dry_run().run().await.err()
    };
    assert_eq!(refused(100).await, None);
    assert_eq!(
        refused(101).await,
        Some(Refused::TooMany {
            asked: 101,
            most: 100
        })
    );
    let run = client
        .products()
        .delete_many(ids.iter().copied().take(102), &report);
    let error = run.at_most(1_000).run().await.unwrap_err();
    assert_eq!(
        error,
        Refused::TooLargeAShare {
            asked: 102,
            listed: 1_010,
            share: 0.1
        }
    );
}
